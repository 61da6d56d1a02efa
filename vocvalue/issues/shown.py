"""The words and pictures of this room: whoever imports it, registers them."""

import vocvalue.issues.by_hand.picture
import vocvalue.issues.by_hand.words
import vocvalue.issues.costing.balance_picture
import vocvalue.issues.costing.picture
import vocvalue.issues.costing.words
import vocvalue.issues.exposed.picture
import vocvalue.issues.exposed.words
import vocvalue.issues.investment.picture
import vocvalue.issues.investment.words
import vocvalue.issues.long_term.picture
import vocvalue.issues.long_term.words
import vocvalue.issues.over_time.picture
import vocvalue.issues.over_time.words
import vocvalue.issues.profit_and_loss.picture
import vocvalue.issues.profit_and_loss.words
import vocvalue.issues.ranking.picture
import vocvalue.issues.ranking.words

"""The words and pictures of this room: whoever imports it, registers them."""

import vocvalue.health.later_churn.picture
import vocvalue.health.later_churn.words
import vocvalue.health.learned.picture
import vocvalue.health.learned.words
import vocvalue.health.moved.picture
import vocvalue.health.moved.words
import vocvalue.health.revenue.heard.picture
import vocvalue.health.revenue.heard.words
import vocvalue.health.revenue.held.picture
import vocvalue.health.revenue.held.words
import vocvalue.health.scored.picture
import vocvalue.health.scored.words

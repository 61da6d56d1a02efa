"""The words and pictures of this room: whoever imports it, registers them."""

import vocvalue.signals.evaluation.picture
import vocvalue.signals.evaluation.words
import vocvalue.signals.finding.explanation_words
import vocvalue.signals.finding.picture
import vocvalue.signals.finding.words
import vocvalue.signals.follow_up.picture
import vocvalue.signals.follow_up.words
import vocvalue.signals.lead_list.picture
import vocvalue.signals.lead_list.words
import vocvalue.signals.theme_search.picture
import vocvalue.signals.theme_search.words
import vocvalue.signals.topics.picture
import vocvalue.signals.topics.rates_picture
import vocvalue.signals.topics.rates_words
import vocvalue.signals.topics.words
import vocvalue.signals.trained.picture
import vocvalue.signals.trained.words

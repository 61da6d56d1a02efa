"""The words and pictures of this room: whoever imports it, registers them."""

import vocvalue.kpi.card.picture
import vocvalue.kpi.card.words
import vocvalue.kpi.gaming.picture
import vocvalue.kpi.gaming.words
import vocvalue.kpi.insights.picture
import vocvalue.kpi.insights.words
import vocvalue.kpi.lift_kpi.picture
import vocvalue.kpi.lift_kpi.words
import vocvalue.kpi.problems.picture
import vocvalue.kpi.problems.words
import vocvalue.kpi.stakeholders.picture
import vocvalue.kpi.stakeholders.words
import vocvalue.kpi.tickets.backlog_picture
import vocvalue.kpi.tickets.curves
import vocvalue.kpi.tickets.headline_words
import vocvalue.kpi.tickets.words

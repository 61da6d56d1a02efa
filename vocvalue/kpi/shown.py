"""The words and pictures of this room: whoever imports it, registers them."""

import vocvalue.kpi.insights.picture
import vocvalue.kpi.insights.words
import vocvalue.kpi.stakeholders.picture
import vocvalue.kpi.stakeholders.words
import vocvalue.kpi.tickets.backlog_picture
import vocvalue.kpi.tickets.curves
import vocvalue.kpi.tickets.words

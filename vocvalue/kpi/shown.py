"""The words and pictures of this room: whoever imports it, registers them."""

import vocvalue.kpi.insights.picture
import vocvalue.kpi.insights.words

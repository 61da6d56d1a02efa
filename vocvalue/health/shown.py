"""The words and pictures of this room: whoever imports it, registers them."""

import vocvalue.health.revenue.heard.picture
import vocvalue.health.revenue.heard.words
import vocvalue.health.revenue.held.picture
import vocvalue.health.revenue.held.words

"""The words, pictures and pages of this room: whoever imports it, registers them."""

import vocvalue.report.page.composition
import vocvalue.report.page.picture
import vocvalue.report.page.words
import vocvalue.report.programme_return.picture
import vocvalue.report.programme_return.words

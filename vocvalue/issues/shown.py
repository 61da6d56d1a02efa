"""The words and pictures of this room: whoever imports it, registers them."""

import vocvalue.issues.exposed.picture
import vocvalue.issues.exposed.words

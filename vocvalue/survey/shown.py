"""The words and pictures of this room: whoever imports it, registers them."""

import vocvalue.survey.crossing.conversion_picture
import vocvalue.survey.crossing.picture
import vocvalue.survey.crossing.words.conversion
import vocvalue.survey.crossing.words.table
import vocvalue.survey.decomposition.picture
import vocvalue.survey.decomposition.words
import vocvalue.survey.key_drivers.picture
import vocvalue.survey.key_drivers.words
import vocvalue.survey.over_time.picture
import vocvalue.survey.over_time.words
import vocvalue.survey.scores.change_picture
import vocvalue.survey.scores.planning_picture
import vocvalue.survey.scores.words
import vocvalue.survey.weights.picture
import vocvalue.survey.weights.words

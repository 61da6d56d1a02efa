"""The words and pictures of this room, which importing it registers."""

import vocvalue.lift.design.assignment_picture
import vocvalue.lift.design.assignment_words
import vocvalue.lift.design.balance_picture
import vocvalue.lift.design.balance_words
import vocvalue.lift.design.planning_picture
import vocvalue.lift.design.planning_words
import vocvalue.lift.design.ratio_picture
import vocvalue.lift.design.ratio_words
import vocvalue.lift.early.picture
import vocvalue.lift.early.words
import vocvalue.lift.experiments.picture
import vocvalue.lift.experiments.words
import vocvalue.lift.pool.picture
import vocvalue.lift.pool.words
import vocvalue.lift.spending.picture
import vocvalue.lift.spending.words
import vocvalue.lift.time_to_event.picture
import vocvalue.lift.time_to_event.words
import vocvalue.lift.two_arms.picture
import vocvalue.lift.two_arms.words

"""The results of this room in words: each module registers those of the module of its name."""

from vocvalue.clv.words import formulas, independence

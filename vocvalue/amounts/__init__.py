"""What an effect is worth in money: amounts, their sums, and the price of an effect.

Whatever has a difference, a level, an evidence and a chance of a gain (`Effect`) is priced with
`Pricing` and `priced`.
"""

from vocvalue.amounts import picture, words

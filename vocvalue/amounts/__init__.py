"""What an effect is worth in money: an amount of anything, sums of them, and a price.

Whatever has a difference, a level, an evidence and a chance of a gain (`Effect`) is priced with
`Pricing` and `priced`.
"""

from vocvalue.amounts import picture, words

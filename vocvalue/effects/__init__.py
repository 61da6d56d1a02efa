"""Groups of customers made comparable in what is known of them, and one adjusted difference.

- What is missing of covariates, and what they tell: `vocvalue.effects.covariates`.
- Who can be compared, and who was left out: `vocvalue.effects.customers`.
- The difference of the treated from others made like them, in a share or in an amount:
  `vocvalue.effects.measure`, which returns an `AdjustedDifference`.
- Means of any number of groups, had their customers been alike: `vocvalue.effects.means`.
- What is said of all this, in the words of a room: `vocvalue.effects.notes` with a `Wording`.
"""

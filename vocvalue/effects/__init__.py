"""Groups of customers made comparable in their covariates, and one adjusted difference.

- Customers whose covariates are all known, and who was left out: `customers`, on `covariates`.
- The difference between treated customers and similar ones, in a share or in an amount: `measure`,
  which returns an `AdjustedDifference` of `difference`.
- Adjusted means of any number of groups: `means`.
- What is noted, and what is refused: `notes` and `refusals`, in the nouns of a `Wording`.
"""

"""Simulators with known truth, and data to try the library on.

- `simulate_orders`: an order log of any size from the BG/NBD and Gamma-Gamma models.
- `simulate_shop`: customers, orders and survey responses, all driven by a latent attitude.
- `simulate_programme`: what the customers of a retention programme in that shop do next.
- `load_sample`: a small simulated shop from files.
- `load_cdnow`: the published CDNOW orders.
"""

from vocvalue.datasets import plots, words
from vocvalue.datasets.cdnow import load_cdnow
from vocvalue.datasets.order_log import SimulatedOrders, simulate_orders
from vocvalue.datasets.programme import Programme, simulate_programme
from vocvalue.datasets.sample import load_sample
from vocvalue.datasets.shop import Shop, simulate_shop
from vocvalue.datasets.shop_model import ShopModel

__all__ = [
    "Programme",
    "Shop",
    "ShopModel",
    "SimulatedOrders",
    "load_cdnow",
    "load_sample",
    "simulate_orders",
    "simulate_programme",
    "simulate_shop",
]


def __dir__() -> list[str]:
    return sorted(__all__)

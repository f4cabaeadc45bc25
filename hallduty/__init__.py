"""HallDuty (值班长): the emergency desk of a tax service hall's duty leader."""

__version__ = "0.1.0"
PUBLISHER = "The HallDuty authors"

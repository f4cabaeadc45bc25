"""值班: the month grid of duty leaders."""

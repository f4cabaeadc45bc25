"""值班 · 征期: a year of filing deadlines and holidays, entered, imported and looked at."""

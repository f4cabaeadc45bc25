"""The page 政策: policy questions, from the desk to whoever was to be told (四（四）)."""

"""现场: the crowd desk, outages and their cost, appointments and extended service."""

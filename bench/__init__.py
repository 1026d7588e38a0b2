"""What an operation costs: round trips, capacity, CPU, cold start."""

"""What every page costs: at most three round trips to DynamoDB, the session's read among them."""

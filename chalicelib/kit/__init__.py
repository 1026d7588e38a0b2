"""What is laid into each audit kit, so that anybody can recount a ballot without the city."""

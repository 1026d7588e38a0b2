"""City services, over HTTP and from the queue."""

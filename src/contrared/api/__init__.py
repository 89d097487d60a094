"""The HTTP service: FastAPI routers over the rooms, no logic of their own."""

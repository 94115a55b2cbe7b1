"""readiness: dare we put this model endpoint into production?"""

__version__ = "0.1.0"

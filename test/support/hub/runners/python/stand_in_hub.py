"""Lets Argilla or Extralit sign people in at the Hub that runs its Space, instead of the public Hub.

Named in `extra_backends` of .oauth.yaml. Replaces the server's own backend, whose URLs are fixed.
"""

import os

try:
    from extralit_server.security.authentication.oauth2._backends import HuggingfaceOpenId
except ModuleNotFoundError:
    from argilla_server.security.authentication.oauth2._backends import HuggingfaceOpenId

HUB = os.environ["OPENID_PROVIDER_URL"]


class StandInHub(HuggingfaceOpenId):
    AUTHORIZATION_URL = f"{HUB}/oauth/authorize"
    ACCESS_TOKEN_URL = f"{HUB}/oauth/token"
    OIDC_ENDPOINT = HUB

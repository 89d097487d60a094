"""Accounts: how people and services prove who they are, and sign as themselves."""

from contrared.govern.accounts.own import Accounts
from contrared.govern.accounts.signing import SessionSigning

__all__ = ["Accounts", "SessionSigning"]

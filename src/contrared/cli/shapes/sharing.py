"""Shapes of partners and of what is exchanged with them."""

from __future__ import annotations

from pydantic import BaseModel, Field


class IntroductionShape(BaseModel):
    """What a node says of itself."""

    id: str = Field(description="Id of the node.")
    name: str = Field(description="Name it goes by among people.")
    agency: str = Field(description="Agency that runs it.")
    country: str = Field(description="Country, two letters.")
    address: str = Field(description="Where it is called; empty where it takes bundles only.")
    made: str = Field(description="When it was made, UTC.")
    expires: str = Field(description="Until when it holds, UTC.")
    changes_keys: bool = Field(description="True where it replaces an earlier one.")


class PeerShape(BaseModel):
    """A partner."""

    id: str = Field(description="Id of the node.")
    name: str = Field(description="Name it goes by among people.")
    agency: str = Field(description="Agency that runs it.")
    country: str = Field(description="Country, two letters.")
    address: str = Field(description="Where it is called, as this node's operator set it.")
    private_address: bool = Field(description="True where that may be a private, loopback or link-local address.")
    state: str = Field(description="active, revoked or expired.")
    normaliser: str = Field(description="Version of its normaliser.")


class PeersShape(BaseModel):
    """``contrared peer --json``."""

    act: str = Field(description="invite, read, accept, list, revoke or renew.")
    file: str = Field(default="", description="invite, renew: where the introduction was written.")
    fingerprint: str = Field(default="", description="invite, renew: what is read aloud, never for read or accept.")
    introduction: IntroductionShape | None = Field(default=None, description="invite, renew, read: what it says.")
    peers: list[PeerShape] = Field(default=[], description="Partners concerned; list: all.")

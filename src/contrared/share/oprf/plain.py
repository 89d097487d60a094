"""Mode 0 of RFC 9497, without proofs: for comparison with other implementations; no question is asked in it."""

from __future__ import annotations

from collections.abc import Sequence

from contrared.share.oprf.group import OprfError, check_element, multiply
from contrared.share.oprf.suite import OPRF, KeyPair, Suite
from contrared.share.oprf.verifiable import unblind

SUITE = Suite(OPRF)


def evaluate(pair: KeyPair, elements: Sequence[bytes]) -> list[bytes]:
    """Each element under the key.

    Raises:
        OprfError: No element, or a malformed one.
    """
    if not elements:
        raise OprfError("no element is asked")
    return [multiply(pair.secret, check_element(element)) for element in elements]


def finalize(inputs: Sequence[bytes], blinds: Sequence[bytes], evaluated: Sequence[bytes]) -> list[bytes]:
    """What each input comes to; nothing says under which key.

    Raises:
        OprfError: A count is wrong or an element malformed.
    """
    if not len(inputs) == len(blinds) == len(evaluated):
        raise OprfError(f"{len(evaluated)} elements answer {len(inputs)} inputs")
    for element in evaluated:
        check_element(element)
    return [SUITE.output(data, element) for data, element in zip(inputs, unblind(blinds, evaluated), strict=True)]

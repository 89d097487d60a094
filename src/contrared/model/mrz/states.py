"""State codes of Doc 9303: ISO 3166-1, and the codes beyond it that passports carry.

Source: ICAO Doc 9303-3, section 5; ISO 3166-1 for the rest. The two-letter codes are those FollowTheMoney uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: ISO 3166-1: three capital letters and the two of the same country.
_ISO = """
ABWaw AFGaf AGOao AIAai ALAax ALBal ANDad AREae ARGar ARMam ASMas ATAaq ATFtf ATGag AUSau AUTat AZEaz BDIbi
BELbe BENbj BESbq BFAbf BGDbd BGRbg BHRbh BHSbs BIHba BLMbl BLRby BLZbz BMUbm BOLbo BRAbr BRBbb BRNbn BTNbt
BVTbv BWAbw CAFcf CANca CCKcc CHEch CHLcl CHNcn CIVci CMRcm CODcd COGcg COKck COLco COMkm CPVcv CRIcr CUBcu
CUWcw CXRcx CYMky CYPcy CZEcz DEUde DJIdj DMAdm DNKdk DOMdo DZAdz ECUec EGYeg ERIer ESHeh ESPes ESTee ETHet
FINfi FJIfj FLKfk FRAfr FROfo FSMfm GABga GBRgb GEOge GGYgg GHAgh GIBgi GINgn GLPgp GMBgm GNBgw GNQgq GRCgr
GRDgd GRLgl GTMgt GUFgf GUMgu GUYgy HKGhk HMDhm HNDhn HRVhr HTIht HUNhu IDNid IMNim INDin IOTio IRLie IRNir
IRQiq ISLis ISRil ITAit JAMjm JEYje JORjo JPNjp KAZkz KENke KGZkg KHMkh KIRki KNAkn KORkr KWTkw LAOla LBNlb
LBRlr LBYly LCAlc LIEli LKAlk LSOls LTUlt LUXlu LVAlv MACmo MAFmf MARma MCOmc MDAmd MDGmg MDVmv MEXmx MHLmh
MKDmk MLIml MLTmt MMRmm MNEme MNGmn MNPmp MOZmz MRTmr MSRms MTQmq MUSmu MWImw MYSmy MYTyt NAMna NCLnc NERne
NFKnf NGAng NICni NIUnu NLDnl NORno NPLnp NRUnr NZLnz OMNom PAKpk PANpa PCNpn PERpe PHLph PLWpw PNGpg POLpl
PRIpr PRKkp PRTpt PRYpy PSEps PYFpf QATqa REUre ROUro RUSru RWArw SAUsa SDNsd SENsn SGPsg SGSgs SHNsh SJMsj
SLBsb SLEsl SLVsv SMRsm SOMso SPMpm SRBrs SSDss STPst SURsr SVKsk SVNsi SWEse SWZsz SXMsx SYCsc SYRsy TCAtc
TCDtd TGOtg THAth TJKtj TKLtk TKMtm TLStl TONto TTOtt TUNtn TURtr TUVtv TWNtw TZAtz UGAug UKRua UMIum URYuy
USAus UZBuz VATva VCTvc VENve VGBvg VIRvi VNMvn VUTvu WLFwf WSMws YEMye ZAFza ZMBzm ZWEzw
"""

#: Codes that Doc 9303 adds to ISO 3166-1, with the country or territory they come down to, if any.
_ICAO = {
    "D": "de",
    "EUE": "eu",
    "GBD": "gb",
    "GBN": "gb",
    "GBO": "gb",
    "GBP": "gb",
    "GBS": "gb",
    "IAO": None,
    "RKS": "xk",
    "UNA": "un",
    "UNK": "xk",
    "UNO": "un",
    "UTO": None,
    "XBA": None,
    "XCC": None,
    "XCE": None,
    "XCO": None,
    "XDC": None,
    "XEC": None,
    "XES": None,
    "XIM": None,
    "XMP": None,
    "XOM": None,
    "XPO": None,
    "XXA": None,
    "XXB": None,
    "XXC": None,
    "XXX": None,
}

#: Codes seen on documents though no standard has them.
UNRECOGNISED = {"WSA": None, "XCT": "cy-trnc", "XKX": "xk"}

#: Codes ISO has withdrawn; old documents and birth states still bear them.
_WITHDRAWN = {
    "ANT": "nl",
    "BUR": "mm",
    "BYS": "by",
    "CSK": "cshh",
    "DDR": "dd",
    "NTZ": None,
    "ROM": "ro",
    "SCG": "csxx",
    "SUN": "suhh",
    "TMP": "tl",
    "YUG": "yucs",
    "ZAR": "zr",
}

#: The code of documents that are only samples.
SPECIMEN = "UTO"

STATES: Mapping[str, str | None] = MappingProxyType(
    {**{entry[:3]: entry[3:] for entry in _ISO.split()}, **_ICAO, **UNRECOGNISED, **_WITHDRAWN}
)
#: Codes that ISO 3166-1 does not explain; each has a text ``mrz.state.<code>`` in the catalogue.
BEYOND_ISO = frozenset(_ICAO) | frozenset(UNRECOGNISED) | frozenset(_WITHDRAWN)


def is_known(code: str) -> bool:
    """Whether a code, without its fillers, stands for a state, an organisation or a status."""
    return code in STATES


def country(code: str) -> str | None:
    """The code FollowTheMoney uses for a state code, or None where there is no such country.

    British nationals of every kind come down to ``gb``. Stateless persons and refugees have none: the state that
    issued the document is not theirs.

    >>> country("D"), country("XXB")
    ('de', None)
    """
    return STATES.get(code)

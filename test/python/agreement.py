"""Agreement of matrices from stdin (JSON: [{rows, scale}]), by krippendorff and irrCAC; one JSON list to stdout."""

import json
import sys
import warnings

import krippendorff
import numpy as np
import pandas as pd
from irrCAC.raw import CAC

warnings.simplefilter("ignore")


def measure(case):
    rows = np.array(case["rows"], dtype=float)  # items x raters; null = nan
    scale = [float(value) for value in case["scale"]]

    def alpha(level):
        try:
            return float(
                krippendorff.alpha(reliability_data=rows.T, level_of_measurement=level, value_domain=scale)
            )
        except (ValueError, AssertionError):
            return None

    def chance_corrected(weights, method):
        frame = pd.DataFrame(rows)
        return float(getattr(CAC(frame, weights=weights, categories=scale, digits=15), method)()["est"]["coefficient_value"])

    return {
        "alphaNominal": alpha("nominal"),
        "alphaOrdinal": alpha("ordinal"),
        "alphaInterval": alpha("interval"),
        "fleissKappa": chance_corrected("identity", "fleiss"),
        "gwetAc2": chance_corrected("ordinal", "gwet"),
    }


json.dump([measure(case) for case in json.load(sys.stdin)], sys.stdout)

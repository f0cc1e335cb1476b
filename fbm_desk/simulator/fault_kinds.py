"""The kinds of trouble that can be ordered; what each looks like on the wire is `wrong_answers`."""

from __future__ import annotations

from enum import Enum


class FaultKind(Enum):
    """What goes wrong."""

    EMPTY_500 = "empty_500"  #: status 500 without a body; nothing was done
    JSON_500 = "json_500"  #: status 500 with Amazon's error list; nothing was done
    HTML_503 = "html_503"  #: status 503 with a web page; nothing was done
    QUOTA = "quota"  #: 429 although the bucket is not empty
    QUOTA_RETRY_AFTER = "quota_retry_after"  #: the same with a header Retry-After of 2 seconds
    LOST_TOKEN = "lost_token"  #: 403 as if the access token had been revoked
    EXPIRED_TOKEN = "expired_token"  #: 403 as if the access token were an hour old
    UNAUTHORIZED_401 = "unauthorized_401"  #: the same as status 401
    REVOKED_REFRESH = "revoked_refresh"  #: sign-in refuses the refresh token; for `token` alone
    REFUSED_DATA = "refused_data"  #: 400 naming includedData, for calls that ask for FULFILLMENT
    EXPIRED_LINK = "expired_link"  #: 403 with XML, as a link gives after its five minutes
    REDIRECT = "redirect"  #: 307 to the same path on another host
    CUT_BEFORE = "cut_before"  #: the connection ends without an answer; nothing was done
    CUT_AFTER = "cut_after"  #: the connection ends without an answer, but the work was done
    RESET_AFTER = "reset_after"  #: the connection breaks off hard, but the work was done
    SLOW = "slow"  #: the right answer, after `delay_s` real seconds
    DRIP = "drip"  #: the right answer, one byte every half second
    SHORT_BODY = "short_body"  #: the right answer, but its second half never comes
    TRUNCATED = "truncated"  #: the work was done; the JSON ends in the middle, nothing is missing
    HTML_200 = "html_200"  #: the work was done, status 200, and a web page
    EMPTY_200 = "empty_200"  #: the work was done, status 200, and no body
    GARBAGE = "garbage"  #: the work was done, status 200, and a body that is not JSON
    DEEP_JSON = "deep_json"  #: the work was done, status 200, and lists in lists without end
    LONG_NUMBER = "long_number"  #: the work was done, status 200, and a number of 5,000 digits
    BAD_GZIP = "bad_gzip"  #: the work was done; the body says gzip and is none
    GZIP_BOMB = "gzip_bomb"  #: the work was done; a small body unpacks to 64 MB


#: What happens although nothing was done, unless a fault says otherwise.
NOTHING_DONE = frozenset({
    FaultKind.EMPTY_500, FaultKind.JSON_500, FaultKind.HTML_503, FaultKind.QUOTA,
    FaultKind.QUOTA_RETRY_AFTER, FaultKind.LOST_TOKEN, FaultKind.EXPIRED_TOKEN,
    FaultKind.UNAUTHORIZED_401, FaultKind.REVOKED_REFRESH, FaultKind.REFUSED_DATA,
    FaultKind.EXPIRED_LINK, FaultKind.REDIRECT, FaultKind.CUT_BEFORE,
})  # fmt: skip

"""What each key types on the keyboards of several countries, by its place on an American one.

Scanners type as if on one keyboard (American, if nobody changed it); the computer may be set to
another. Keys that wait for a second letter (´ ` ^ ¨) stand here as the sign printed on them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Its keys in the order of the American one: `plain`, and with Shift held."""

    plain: str
    shifted: str

    @property
    def signs(self) -> str:
        """All it types, place by place."""
        return self.plain + self.shifted


US = Keyboard(
    "1234567890-=qwertyuiop[]asdfghjkl;'`\\zxcvbnm,./ ",
    '!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"~|ZXCVBNM<>? ',
)

KEYBOARDS = {
    "de": Keyboard(
        "1234567890ß´qwertzuiopü+asdfghjklöä^#yxcvbnm,.- ",
        "!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ°'YXCVBNM;:_ ",
    ),
    "fr": Keyboard(
        "&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù²*wxcvbn,;:! ",
        "1234567890°+AZERTYUIOP¨£QSDFGHJKLM%³µWXCVBN?./§ ",
    ),
    "es": Keyboard(
        "1234567890'¡qwertyuiop`+asdfghjklñ´ºçzxcvbnm,.- ",
        '!"·$%&/()=?¿QWERTYUIOP^*ASDFGHJKLÑ¨ªÇZXCVBNM;:_ ',
    ),
    "it": Keyboard(
        "1234567890'ìqwertyuiopè+asdfghjklòà\\ùzxcvbnm,.- ",
        '!"£$%&/()=?^QWERTYUIOPé*ASDFGHJKLç°|§ZXCVBNM;:_ ',
    ),
    "gb": Keyboard(
        "1234567890-=qwertyuiop[]asdfghjkl;'`#zxcvbnm,./ ",
        '!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@¬~ZXCVBNM<>? ',
    ),
    "ch": Keyboard(
        "1234567890'^qwertzuiopü¨asdfghjklöä§$yxcvbnm,.- ",
        '+"*ç%&/()=?`QWERTZUIOPè!ASDFGHJKLéà°£YXCVBNM;:_ ',
    ),
    "be": Keyboard(
        "&é\"'(§è!çà)-azertyuiop^$qsdfghjklmù²µwxcvbn,;:= ",
        "1234567890°_AZERTYUIOP¨*QSDFGHJKLM%³£WXCVBN?./+ ",
    ),
    "pt": Keyboard(
        "1234567890'«qwertyuiop+´asdfghjklçº\\~zxcvbnm,.- ",
        '!"#$%&/()=?»QWERTYUIOP*`ASDFGHJKLÇª|^ZXCVBNM;:_ ',
    ),
    "se": Keyboard(
        "1234567890+´qwertyuiopå¨asdfghjklöä§'zxcvbnm,.- ",
        '!"#¤%&/()=?`QWERTYUIOPÅ^ASDFGHJKLÖÄ½*ZXCVBNM;:_ ',
    ),
    "dk": Keyboard(
        "1234567890+´qwertyuiopå¨asdfghjklæø½'zxcvbnm,.- ",
        '!"#¤%&/()=?`QWERTYUIOPÅ^ASDFGHJKLÆØ§*ZXCVBNM;:_ ',
    ),
    "no": Keyboard(
        "1234567890+\\qwertyuiopå¨asdfghjkløæ|'zxcvbnm,.- ",
        '!"#¤%&/()=?`QWERTYUIOPÅ^ASDFGHJKLØÆ§*ZXCVBNM;:_ ',
    ),
    "tr": Keyboard(
        '1234567890*-qwertyuıopğüasdfghjklşi",zxcvbnmöç. ',
        "!'^+%&/()=?_QWERTYUIOPĞÜASDFGHJKLŞİé;ZXCVBNMÖÇ: ",
    ),
    "cz": Keyboard(
        "+ěščřžýáíé=´qwertzuiopú)asdfghjklů§;¨yxcvbnm,.- ",
        "1234567890%ˇQWERTZUIOP/(ASDFGHJKL\"!°'YXCVBNM?:_ ",
    ),
    "hu": Keyboard(
        "123456789öüóqwertzuiopőúasdfghjkléá0űyxcvbnm,.- ",
        "'\"+!%/=()ÖÜÓQWERTZUIOPŐÚASDFGHJKLÉÁ§ŰYXCVBNM?:_ ",
    ),
    "ru": Keyboard(
        "1234567890-=йцукенгшщзхъфывапролджэё\\ячсмитьбю. ",
        '!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЁ/ЯЧСМИТЬБЮ, ',
    ),
}
"""By country, the likeliest first: where several give the same, the first is named."""


def typed_on(text: str, meant: Keyboard, computer: Keyboard) -> str:
    """What a computer shows when a scanner presses the keys that give `text` on another keyboard.

    Signs that the keyboard has no key for stay as they are (GS, letters of other scripts).
    """
    places = dict(zip(meant.signs[::-1], computer.signs[::-1], strict=True))
    return "".join(places.get(sign, sign) for sign in text)

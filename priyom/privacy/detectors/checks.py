"""Check digits of Russian identifiers, and numbers that nobody has; each function but `digits_of` takes digits only."""

SNILS_UNCHECKED_UP_TO = 1_001_998  # older numbers were given out without a check
MOD_101 = 101


def is_snils(digits: str) -> bool:
    """Check a number of the pension insurance."""
    if len(digits) != 11 or len(set(digits[:9])) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False)) % MOD_101 % 100
    return int(digits[:9]) <= SNILS_UNCHECKED_UP_TO or total == int(digits[9:])


def is_personal_inn(digits: str) -> bool:
    """Check a tax number of a person: twelve digits, two of them checks."""
    if len(digits) != 12 or len(set(digits)) == 1:
        return False
    eleventh = _weighed(digits, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
    twelfth = _weighed(digits, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
    return (eleventh, twelfth) == (int(digits[10]), int(digits[11]))


def is_organisation_inn(digits: str) -> bool:
    """Check a tax number of an organisation: ten digits, one of them a check."""
    return len(digits) == 10 and _weighed(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8)) == int(digits[9])


def is_luhn(digits: str) -> bool:
    """Check a bank card or a policy of the medical insurance: the two sums are the same."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0 and len(set(digits)) > 1


def is_gs1(digits: str) -> bool:
    """Check a number of goods (GTIN) or of a package (SSCC)."""
    weights = (3 if place % 2 == 0 else 1 for place in range(len(digits) - 1))
    total = sum(int(digit) * weight for digit, weight in zip(digits[-2::-1], weights, strict=True))
    return (10 - total % 10) % 10 == int(digits[-1])


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10


def digits_of(text: str) -> str:
    """Return the digits of what is written."""
    return "".join(char for char in text if "0" <= char <= "9")


def is_example(digits: str) -> bool:
    """Say whether nobody has the number: all digits the same, or one after the other as in a form's example."""
    return is_nobodys(digits) or digits.startswith(("123456789", "000000", "1111111", "9999999"))


def is_nobodys(digits: str) -> bool:
    """Say whether it is nothing but a filled field: all digits the same, or zeros at the beginning."""
    return len(set(digits)) == 1 or not digits.strip("0") or digits.startswith("000000")

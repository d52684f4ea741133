"""Which files are not taken, and the sentence that says so: programs and what starts them; the rest is welcome."""

from django.utils.translation import gettext as _

REFUSED_ENDINGS = frozenset({
    "ade", "adp", "apk", "appx", "bat", "chm", "cmd", "com", "cpl", "dll", "dmg", "exe", "gadget", "hta", "inf",
    "ins", "iso", "isp", "jar", "js", "jse", "lib", "lnk", "mde", "msc", "msi", "msp", "mst", "pif", "ps1", "reg",
    "scr", "sct",
    "sh", "shb", "sys", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "vxd", "wsc", "wsf", "wsh",
})  # fmt: skip
PROGRAM_HEADS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")


def refusal_of(name: str, head: bytes) -> str:
    """Return why the file is not taken, or an empty text. The bytes decide as well as the name: senders rename."""
    ending = name.rstrip(". ").rpartition(".")[2].lower()
    if ending in REFUSED_ENDINGS or head.startswith(PROGRAM_HEADS):
        return _("Programs and scripts are not taken. A picture, a document or an archive is.")
    return ""

#!/usr/bin/env python3
"""
Verify a Guyub package: is this file, byte for byte, what was sealed, by whom and when?

    python3 verify_package.py FILE [--key FINGERPRINT] [--language id|en] [--json]

Ends with 0 when the file is whole (and was sealed with the key asked for), 1 when something is wrong, 2 when the file
can't be read. It needs Python 3.8 or newer and nothing else, opens no other file, speaks to no network, and shares no
code with Guyub: read it from top to bottom and you know what it proves.

A package is a ZIP without compression whose every byte is determined:

    manifest.json     who, what, when; name, size and SHA-256 of every member; fingerprint of the key
    ...               the members, in the manifest's order
    signature.json    Ed25519 signature over the bytes of manifest.json, with the public key
    directory, end    as every ZIP has them

So the signature vouches for the manifest, the manifest's hashes for the members, and both for every header, which are
built anew here and compared. What is NOT proven: that the content is true, and that the key is the region's. For the
latter read the fingerprint out on the telephone and pass it with --key.
"""

import argparse
import hashlib
import json
import re
import struct
import sys
import time
import zlib

NEWEST_VERSION = 2
MOST_BYTES = 16 * 2**20
MOST_MANIFEST_BYTES = 2**18
MOST_HEALED_BYTES = 4 * 2**20  # looking for a changed byte costs a third of a second a megabyte
MEMBERS = {  # version, kind -> the members between manifest and signature
    (1, "hand_in"): ["instrument.yaml", "answers.json", "evidence.json", "values.json", "score.json"],
    (2, "hand_in"): ["instrument.yaml", "answers.json", "evidence.json", "values.json", "plan.json", "score.json"],
    (2, "result"): ["result.json"],
}
VERSIONS = {version for version, _kind in MEMBERS}
MEMBER_NAME = re.compile(r"[a-z]{1,40}\.(?:json|yaml)")


# 1. Ed25519, as in RFC 8032, section 5.1 ------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def find_x(y, sign):
    """The x of a point of the curve, or None: from x^2 = (y^2 - 1) / (d y^2 + 1)."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def read_point(text):
    """A point (X, Y, Z, T) in extended coordinates from its 32 bytes, or None."""
    number = int.from_bytes(text, "little")
    y = number & (1 << 255) - 1
    x = find_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def add(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor, point):
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


def same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (find_x(BASE_Y, 0), BASE_Y, 1, find_x(BASE_Y, 0) * BASE_Y % P)


def is_signed(message, signature, public):
    """Whether S*B = R + SHA-512(R, A, message)*A, for 64 bytes of signature and 32 of public key."""
    if len(signature) != 64 or len(public) != 32:
        return False
    point, commitment = read_point(public), read_point(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if point is None or commitment is None or answer >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return same(times(answer, BASE), add(commitment, times(challenge, point)))


# 2. JSON in its one spelling ------------------------------------------------------------------------------------------


def spell(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def read_json(text):
    """(value, place of the first byte that is spelt otherwise, or None). Every key once, whole numbers only."""

    def once(pairs):
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a key stands there twice")
        return dict(pairs)

    def refuse(number):
        raise ValueError("a number with a point")

    def whole(number):
        if len(number) > 16:
            raise ValueError("a number is too long")
        return int(number)

    try:
        value = json.loads(
            text.decode(), object_pairs_hook=once, parse_float=refuse, parse_constant=refuse, parse_int=whole
        )
        again = spell(value)
    except json.JSONDecodeError as error:
        return None, len(error.doc[: error.pos].encode())
    except UnicodeDecodeError as error:
        return None, error.start
    except (ValueError, RecursionError):
        return None, 0
    if again == text:
        return value, None
    shorter = min(len(text), len(again))
    return value, next((place for place in range(shorter) if text[place] != again[place]), shorter)


# 3. The file as it must be --------------------------------------------------------------------------------------------

LOCAL, ENTRY, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
FIRST_DAY = 33  # 1 January 1980
SIGNATURE_BYTES = len(spell({"algorithm": "Ed25519", "public_key": "0" * 64, "signature": "0" * 128}))
START = LOCAL.size + len("manifest.json")


def lay_out(sizes):
    """[(part, member, first byte, last byte + 1)] for members of these names and sizes."""
    spans, place = [], 0
    for name, size in sizes:
        start = place + LOCAL.size + len(name)
        spans += [("header", name, place, start), ("data", name, start, start + size)]
        place = start + size
    for name, _size in sizes:
        spans.append(("directory", name, place, place + ENTRY.size + len(name)))
        place = spans[-1][3]
    return [*spans, ("end", "", place, place + END.size)]


def build_structure(spans, crcs):
    """[(span, its right bytes)] for all that is no member's data."""
    headers = {name: start for part, name, start, _end in spans if part == "header"}
    sizes = {name: end - start for part, name, start, end in spans if part == "data"}
    directory = [span for span in spans if span[0] == "directory"]
    built = []
    for span in spans:
        part, name = span[:2]
        if part == "header":
            fixed = LOCAL.pack(b"PK\3\4", 10, 0, 0, 0, FIRST_DAY, crcs[name], sizes[name], sizes[name], len(name), 0)
            built.append((span, fixed + name.encode()))
        elif part == "directory":
            fixed = ENTRY.pack(
                b"PK\1\2", 788, 10, 0, 0, 0, FIRST_DAY, crcs[name], sizes[name], sizes[name], len(name), 0, 0, 0, 0,
                0o100644 << 16, headers[name],
            )  # fmt: skip
            built.append((span, fixed + name.encode()))
        elif part == "end":
            first, last = directory[0][2], directory[-1][3]
            count = len(directory)
            built.append((span, END.pack(b"PK\5\6", 0, 0, count, count, last - first, first, 0)))
    return built


def list_entries(data, most=1000):
    """[(name, method, crc, stored, size, place)] of the directory of any ZIP; nothing is unpacked."""
    end = data.rfind(b"PK\5\6")
    if end < 0 or end + END.size > len(data):
        return []
    place, found = END.unpack_from(data, end)[6], []
    while len(found) < most and data[place : place + 4] == b"PK\1\2" and place + ENTRY.size <= len(data):
        fields = ENTRY.unpack_from(data, place)
        name = data[place + ENTRY.size : place + ENTRY.size + fields[10]].decode("ascii", "backslashreplace")
        found.append((name, fields[4], fields[7], fields[8], fields[9], place))
        place += ENTRY.size + fields[10] + fields[11] + fields[12]
    return found


# 4. Where a byte was changed: a CRC-32 is linear, so how far it is off tells the place --------------------------------


def crc_table():
    table = []
    for value in range(256):
        for _bit in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
        table.append(value)
    return table


TABLE = crc_table()
BYTE_OF = {value: byte for byte, value in enumerate(TABLE)}
BY_TOP = {value >> 24: byte for byte, value in enumerate(TABLE)}


def healings(data, crc):
    """Each version of the data with one byte changed that has this check sum; hashes then say which is right."""
    off = zlib.crc32(data) ^ crc
    if off == 0:
        return
    for place in range(len(data) - 1, -1, -1):
        if off in BYTE_OF:
            yield data[:place] + bytes([data[place] ^ BYTE_OF[off]]) + data[place + 1 :]
        back = BY_TOP[off >> 24]
        off = (off ^ TABLE[back]) << 8 & 0xFFFFFFFF | back


def named_crcs(data, spans, name):
    """The check sums that the member's header and directory entry name."""
    places = [start + 14 for part, member, start, _end in spans if part == "header" and member == name]
    places += [start + 16 for part, member, start, _end in spans if part == "directory" and member == name]
    found = [int.from_bytes(data[place : place + 4], "little") for place in places if place + 4 <= len(data)]
    return list(dict.fromkeys(found))


# 5. Verifying ---------------------------------------------------------------------------------------------------------


def finding(code, part, member="", offset=0, length=0, exact=True, detail=""):
    return {"code": code, "part": part, "member": member, "offset": offset, "length": length, "exact": exact,
            "detail": detail}  # fmt: skip


def list_members(manifest):
    """[(name, size)] of a manifest of whatever version, or None when it is no manifest."""
    if not isinstance(manifest, dict) or manifest.get("format") != "guyub-package":
        return None
    listed = manifest.get("members")
    if type(manifest.get("version")) is not int or not isinstance(listed, list) or len(listed) > 100:
        return None
    members = []
    for each in listed:
        if not isinstance(each, dict) or set(each) != {"file", "sha256", "size"}:
            return None
        if not isinstance(each["file"], str) or not MEMBER_NAME.fullmatch(each["file"]):
            return None
        if not isinstance(each["sha256"], str) or type(each["size"]) is not int or not 0 <= each["size"] <= MOST_BYTES:
            return None
        members.append((each["file"], each["size"]))
    names = {name for name, _size in members} | {"manifest.json", "signature.json"}
    return members if len(names) == len(members) + 2 else None


def read_signature(text):
    """(public key, signature) in hexadecimal digits, or None."""
    value, wrong = read_json(text)
    if wrong is not None or not isinstance(value, dict) or set(value) != {"algorithm", "public_key", "signature"}:
        return None
    key, signature = value["public_key"], value["signature"]
    if value["algorithm"] != "Ed25519" or not isinstance(key, str) or not isinstance(signature, str):
        return None
    return (key, signature) if re.fullmatch("[0-9a-f]{64}", key) else None


def signature_holds(manifest, text):
    found = read_signature(text)
    if found is None or not re.fullmatch("(?:[0-9a-fA-F]{2})*", found[1]):
        return False
    return is_signed(manifest, bytes.fromhex(found[1]), bytes.fromhex(found[0]))


def possible_manifests(data):
    """The manifest as it stands, then with each byte changed back that a check sum offers: (end, bytes)."""
    directory = list_entries(data, most=1)
    ends = [data.find(b"PK\3\4", START), *(START + entry[4] for entry in directory)]
    ends.append(START + int.from_bytes(data[22:26], "little"))
    last = min(len(data), START + MOST_MANIFEST_BYTES)
    likely = sorted({end for end in ends if START < end <= last}, key=lambda end: (-ends.count(end), end))
    crcs = {entry[2] for entry in directory} | {int.from_bytes(data[14:18], "little")}
    for end in likely:
        yield end, data[START:end]
    for end in likely:
        for crc in sorted(crcs):
            for healed in healings(data[START:end], crc):
                yield end, healed


def best_reading(data):
    """The first way to read the manifest that its signature bears out; else the first that can be read at all."""
    first = None
    for end, manifest in possible_manifests(data):
        value, wrong = read_json(manifest)
        members = list_members(value) if wrong is None else None
        if members is None:
            continue
        spans = lay_out([("manifest.json", len(manifest)), *members, ("signature.json", SIGNATURE_BYTES)])
        start, stop = next(span[2:] for span in spans if span[:2] == ("data", "signature.json"))
        stands = data[start:stop]
        tries = [stands]
        for crc in named_crcs(data, spans, "signature.json"):
            tries += healings(stands, crc)
        signature = next((each for each in tries if signature_holds(manifest, each)), None)
        reading = {"end": end, "manifest": manifest, "value": value, "spans": spans, "signature": signature or stands,
                   "signed": signature is not None}  # fmt: skip
        if reading["signed"]:
            return reading
        first = first or reading
    return first


def as_sealed(name, stands, reading, hashes, offered):
    """The member's bytes as they were sealed, or None when that can't be known any more."""
    if name == "manifest.json":
        return reading["manifest"] if reading["signed"] or zlib.crc32(reading["manifest"]) in offered else None
    if name == "signature.json":
        return reading["signature"] if reading["signed"] or zlib.crc32(stands) in offered else None
    if hashlib.sha256(stands).hexdigest() == hashes[name]:
        return stands
    for crc in offered:
        for healed in healings(stands, crc):
            if hashlib.sha256(healed).hexdigest() == hashes[name]:
                return healed
    return None


def differences(span, stands, right):
    part, name, start, _end = span
    if right is None:
        return [finding("changed", part, name, start, len(stands), exact=False)] if stands else []
    wrong = [place for place, (one, other) in enumerate(zip(stands, right)) if one != other]  # noqa: B905
    if not wrong:
        return []
    length = wrong[-1] - wrong[0] + 1
    return [finding("changed", part, name, start + wrong[0], length, exact=length == len(wrong))]


def compare(data, reading):
    """The members as sealed, and every place where the file differs from what it must be."""
    hashes = {each["file"]: each["sha256"] for each in reading["value"]["members"]}
    right, crcs, findings, left = {}, {}, [], MOST_HEALED_BYTES
    for span in (span for span in reading["spans"] if span[0] == "data"):
        name, stands, offered = span[1], data[span[2] : span[3]], named_crcs(data, reading["spans"], span[1])
        sealed = as_sealed(name, stands, reading, hashes, offered if len(stands) <= left else [])
        left -= 0 if sealed == stands else len(stands)
        if sealed is not None:
            right[name] = sealed
        crcs[name] = zlib.crc32(sealed) if sealed is not None else (offered or [0])[0]
        findings += differences(span, stands, sealed)
    for span, built in build_structure(reading["spans"], crcs):
        findings += differences(span, data[span[2] : span[3]], built)
    whole = reading["spans"][-1][3]
    if len(data) > whole:
        findings.append(finding("appended", "end", "", whole, len(data) - whole))
    if len(data) < whole:
        part, name = next(span[:2] for span in reading["spans"] if span[3] > len(data))
        findings.append(finding("truncated", part, name, len(data), whole - len(data)))
    return right, sorted(findings, key=lambda found: found["offset"])


def judge_unread(data):
    """Of a file whose manifest can't be read: a package with too much of its manifest changed, or none at all."""
    entries = list_entries(data, most=1)
    if data[LOCAL.size : START] != b"manifest.json" and not (entries and entries[0][0] == "manifest.json"):
        return finding("not-a-package", "file", "", 0, len(data))
    end = data.find(b"PK\3\4", START)
    if end < 0:
        return finding("truncated", "data", "manifest.json", len(data))
    return finding("changed", "data", "manifest.json", START, end - START, exact=False)


def judge_archive(data, known):
    findings, seen = [], set()
    for name, method, _crc, stored, size, place in list_entries(data):
        where = {"member": name[:80], "offset": place, "length": ENTRY.size + len(name), "detail": str(size)}
        if name in seen:
            findings.append(finding("duplicate-member", "directory", **where))
        elif not MEMBER_NAME.fullmatch(name):
            findings.append(finding("path-name", "directory", **where))
        elif known and name not in known:
            findings.append(finding("foreign-member", "directory", **where))
        if method != 0 or stored != size:
            findings.append(finding("compressed", "directory", **where))
        seen.add(name)
    return findings


def judge_manifest(reading):
    """Whether the key that the manifest names signed it, and whether this program knows the version."""
    findings, value = [], reading["value"]
    start = next(span[2] for span in reading["spans"] if span[:2] == ("data", "signature.json"))
    if not reading["signed"]:
        findings.append(finding("signature-wrong", "data", "signature.json", start, SIGNATURE_BYTES, exact=False))
    elif fingerprint_of(reading) != value.get("key"):
        findings.append(finding("key-mismatch", "data", "signature.json", start, SIGNATURE_BYTES, exact=False))
    if value["version"] not in VERSIONS:
        code = "version-newer" if value["version"] > NEWEST_VERSION else "version-unknown"
        length = reading["end"] - START
        findings.append(finding(code, "data", "manifest.json", START, length, detail=str(value["version"])))
    return findings


def manifest_fits(value):
    """Whether the manifest has exactly the keys of its version, each of its kind."""
    code, line, digest = r"[\w.#:/-]{1,80}", r"[^\x00-\x1f\x7f]{0,500}", "[0-9a-f]{64}"

    def text(pattern):
        return lambda each: isinstance(each, str) and re.fullmatch(pattern, each)

    def whole(each):
        return type(each) is int

    def instant(each):
        try:
            return isinstance(each, str) and time.strptime(each, "%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            return False

    def fits(wanted, each):
        if isinstance(wanted, dict):
            return isinstance(each, dict) and set(each) == set(wanted) and all(fits(wanted[k], each[k]) for k in wanted)
        return bool(wanted(each))

    instrument = {"code": text(code), "version": whole, "digest": text(digest), "title": text(line)}
    wanted = {
        "format": text(code), "version": whole, "kind": text("hand_in|result"), "year": whole, "instrument": instrument,
        "area": {"code": text(code), "title": text(line)}, "sealed_at": instant, "sealed_office": text(line),
        "key": text(digest), "members": lambda each: all(text(digest)(one["sha256"]) for one in each),
    }  # fmt: skip
    if value["version"] >= 2:
        wanted.update(stage=whole, supersedes=text(f"({digest})?"), about=text(f"({digest})?"))
    return fits(wanted, value)


def judge_members(right, reading):
    """Members that don't belong, are missing or spelt otherwise, and an instrument that isn't the one named."""
    value = reading["value"]
    if not manifest_fits(value):
        return [finding("misshapen", "data", "manifest.json", START, reading["end"] - START, exact=False)]
    places = {span[1]: span for span in reading["spans"] if span[0] == "data"}
    wanted = MEMBERS.get((value["version"], value["kind"]), [])
    listed = [each["file"] for each in value["members"]]
    findings = [finding("missing-member", "file", name) for name in wanted if name not in listed]
    for name in listed:
        _part, _name, start, end = places[name]
        if name not in wanted:
            findings.append(finding("foreign-member", "data", name, start, end - start))
        elif name == "instrument.yaml" and name in right:
            if hashlib.sha256(right[name]).hexdigest() != value["instrument"]["digest"]:
                findings.append(finding("instrument-mismatch", "data", name, start, end - start))
        elif name in right:
            wrong = read_json(right[name])[1]
            if wrong is not None:
                findings.append(finding("not-canonical", "data", name, start + wrong, 1))
    if not findings and listed != wanted:
        findings.append(finding("misshapen", "data", "manifest.json", START, reading["end"] - START, exact=False))
    return findings


def fingerprint_of(reading):
    found = read_signature(reading["signature"])
    return hashlib.sha256(bytes.fromhex(found[0])).hexdigest() if found else ""


def verify(data):
    """{"digest", "manifest", "fingerprint", "signed", "findings"}: no finding means that the file is whole."""
    verdict = {"digest": hashlib.sha256(data).hexdigest(), "size": len(data), "manifest": None, "fingerprint": "",
               "signed": False, "findings": []}  # fmt: skip
    if len(data) > MOST_BYTES:
        verdict["findings"] = [finding("too-large", "file", "", MOST_BYTES, len(data) - MOST_BYTES)]
        return verdict
    reading = best_reading(data)
    if reading is None:
        verdict["findings"] = [judge_unread(data), *judge_archive(data, [])]
        return verdict
    right, findings = compare(data, reading)
    findings += judge_archive(
        data, ["manifest.json", "signature.json", *(e["file"] for e in reading["value"]["members"])]
    )
    findings += judge_manifest(reading)
    if reading["value"]["version"] in VERSIONS:
        findings += judge_members(right, reading)
    verdict.update(manifest=reading["value"], fingerprint=fingerprint_of(reading), signed=reading["signed"])
    verdict["findings"] = findings
    return verdict


# 6. Saying it ---------------------------------------------------------------------------------------------------------

PARTS = {
    "header": ("kepala {member}", "local header of {member}"),
    "data": ("isi {member}", "content of {member}"),
    "directory": ("daftar isi berkas: {member}", "central directory: {member}"),
    "end": ("penutup berkas", "end record"),
    "file": ("berkas", "file"),
}
SAID = {
    "not-a-package": ("Berkas ini bukan paket Guyub.", "This file is no Guyub package."),
    "too-large": ("Berkas lebih besar daripada paket mana pun.", "The file is larger than any package."),
    "truncated": ("Berkas terpotong. Unduh lagi.", "The file breaks off. Download it again."),
    "appended": ("Ada yang ditambahkan setelah akhir paket.", "Something was added after the package's end."),
    "changed": ("Diubah setelah disegel.", "Changed after sealing."),
    "signature-wrong": ("Tanda tangan tidak cocok dengan isi.", "The signature doesn't fit the content."),
    "key-mismatch": ("Disegel dengan kunci lain daripada yang tertulis.", "Sealed with another key than it says."),
    "key-not-asked": ("Disegel dengan kunci lain daripada yang Anda minta.", "Sealed with another key than you asked for."),
    "version-newer": ("Format {detail} lebih baru. Perbarui program ini.", "Format {detail} is newer. Update this program."),
    "version-unknown": ("Format {detail} tidak dikenal.", "Format {detail} is unknown."),
    "not-canonical": ("JSON tidak ditulis menurut format.", "The JSON isn't spelt as the format says."),
    "duplicate-member": ("Nama isi ini ada dua kali.", "A member of this name stands there twice."),
    "foreign-member": ("Isi ini tidak termasuk paket.", "This member doesn't belong to a package."),
    "missing-member": ("Isi ini tidak ada.", "This member is missing."),
    "path-name": ("Nama isi menunjuk ke tempat lain.", "The member's name leads somewhere else."),
    "compressed": ("Isi dimampatkan ({detail} bita). Tidak dibuka.", "Compressed ({detail} bytes). Not unpacked."),
    "misshapen": ("Manifes tidak sesuai format.", "The manifest isn't what the format says."),
    "instrument-mismatch": ("Teks instrumen bukan yang disebut manifes.", "The instrument isn't the one named."),
}  # fmt: skip
LABELS = {
    "whole": ("UTUH: setiap bita sama seperti saat disegel.", "WHOLE: every byte is as it was sealed."),
    "spoiled": ("TIDAK SAH: {count} temuan.", "NOT VALID: {count} findings."),
    "kind": ("Jenis", "Kind"), "area": ("Wilayah", "Area"), "instrument": ("Instrumen", "Instrument"),
    "year": ("Tahun", "Year"), "sealed": ("Disegel", "Sealed"), "by": ("oleh", "by"), "key": ("Sidik kunci", "Key"),
    "digest": ("Sidik berkas", "Digest"), "supersedes": ("Menggantikan", "Supersedes"), "byte": ("bita", "byte"),
    "within": ("di antara bita", "within bytes"), "unreadable": ("Berkas tidak dapat dibaca", "The file can't be read"),
    "unproven": ("Belum terbukti siapa pemilik kunci. Cocokkan sidik kunci lewat telepon, lalu pakai --key.",
                 "Whose key it is isn't proven. Compare its fingerprint on the telephone, then use --key."),
}  # fmt: skip


def plain(text):
    """Without what a terminal would obey: the name of a member may be anybody's."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", text) if isinstance(text, str) else text


def place_of(found, word, language):
    where = PARTS[found["part"]][language].format(member=found["member"])
    if found["length"] == 0:
        return where
    first, last = found["offset"], found["offset"] + found["length"] - 1
    place = word("byte") if found["exact"] else word("within")
    return f"{where}, {place} {first}" + (f"-{last}" if last > first else "")


def tell(verdict, language, asked):
    def word(key):
        return LABELS[key][language]

    manifest, groups = verdict["manifest"], re.compile("(.{4})(?!$)")
    known = manifest is not None and manifest["version"] in VERSIONS and manifest_fits(manifest)
    if known and verdict["signed"]:
        instrument, area = manifest["instrument"], manifest["area"]
        print(f"{word('kind')}: {manifest.get('kind')}")
        print(f"{word('area')}: {area.get('title')} ({area.get('code')})")
        print(
            f"{word('instrument')}: {instrument.get('title')} ({instrument.get('code')}, {instrument.get('version')})"
        )
        print(f"{word('year')}: {manifest.get('year')} {manifest.get('stage', '')}".rstrip())
        print(f"{word('sealed')}: {manifest.get('sealed_at')} {word('by')} {manifest.get('sealed_office')}")
        if manifest.get("supersedes"):
            print(f"{word('supersedes')}: {manifest['supersedes']}")
    if verdict["fingerprint"]:
        print(f"{word('key')}: {groups.sub(chr(92) + '1 ', verdict['fingerprint'])}")
    print(f"{word('digest')}: {verdict['digest']}")
    print()
    for found in verdict["findings"]:
        found = {key: plain(each) for key, each in found.items()}
        print(f"- {place_of(found, word, language)}: {SAID[found['code']][language].format(detail=found['detail'])}"
              f" [{found['code']}]")  # fmt: skip
    if verdict["findings"]:
        print(word("spoiled").format(count=len(verdict["findings"])))
    else:
        print(word("whole"))
        if not asked:
            print(word("unproven"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--key", default="", help="the fingerprint that the region read out, with or without blanks")
    parser.add_argument("--language", choices=["id", "en"], default="id")
    parser.add_argument("--json", action="store_true", help="findings as JSON")
    given = parser.parse_args()
    language = ["id", "en"].index(given.language)
    try:
        with open(given.file, "rb") as file:  # noqa: PTH123
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        print(f"{LABELS['unreadable'][language]}: {error.strerror}", file=sys.stderr)
        return 2
    verdict = verify(data)
    asked = re.sub(r"[\s:-]", "", given.key).lower()
    if asked and asked != verdict["fingerprint"]:
        verdict["findings"].append(finding("key-not-asked", "file", detail=verdict["fingerprint"]))
    if given.json:
        print(json.dumps(verdict, ensure_ascii=False, sort_keys=True))
    else:
        tell(verdict, language, asked)
    return 1 if verdict["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())

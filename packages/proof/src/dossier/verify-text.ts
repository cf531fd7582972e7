import { FIRST_STREAM_NUMBER } from './layout.ts'

/**
 * `VERIFY.txt`: how to check a dossier with what every system has. It is at once the explanation and a script:
 * every line that is not a comment is a command, and the tests run the file as it is. It is part of what is
 * sealed, so it stands here with the format and not among the words of an interface.
 */
export function verifyText(): string {
  return TEXT.replaceAll('FIRST_NUMBER', String(FIRST_STREAM_NUMBER))
}

const TEXT = String.raw`#!/bin/sh
# 原委证据包核验说明 / How to check this dossier
#
# 本文件既是说明，也是可以直接运行的脚本，不需要我们的任何程序，也不联网。
# 先解压，再在解压后的文件夹里运行（不要在 dossier 里面）：
# This file is both the explanation and a script. It needs none of our programs and no network.
# Unpack, then run it in the unpacked folder (not inside "dossier"):
#
#     unzip DOSSIER.zip -d check && cd check && sh dossier/VERIFY.txt
#
# 需要 sha256sum、openssl 3、python3。图形界面请用浏览器打开可信来源的 verify.html。
# Needs sha256sum, openssl 3 and python3. For a page instead, open a verify.html from a source you trust.
#
# 能说明的：自归入之时起，这些内容没有被改动、抽走或倒填日期。
# 不能说明的：内容本身真实；归入之前发生过什么；谁写的。没有见证人和时间戳时，时间只由保管方一方声称。
# What it shows: since they were taken in, these contents were not changed, removed or back-dated.
# What it does not show: that they are true, what happened before, who wrote them. Without witnesses and
# time stamps, the times are stated by the keeper alone.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 一、每个文件都与清单相符 / 1. Every file matches the manifests.
(cd dossier && sha256sum --check --strict --quiet manifest-sha256.txt tagmanifest-sha256.txt)

# 二、日志的签名有效 / 2. The signature of the log is good.
# 请把 policy/log-key.txt 与您从别处得到的公钥比对：同一个包里的公钥不能为自己作证。
# Compare policy/log-key.txt with the key you have from elsewhere: a key cannot vouch for its own package.
origin=$(cut -d+ -f1 dossier/policy/log-key.txt)
printf '\060\052\060\005\006\003\053\145\160\003\041\000' > "$work/key.der"
cut -d+ -f3- dossier/policy/log-key.txt | base64 -d | tail -c 32 >> "$work/key.der"
sed '1,/^$/d' META-INF/dossier.tlog-proof > "$work/checkpoint"
sed '/^$/,$d' "$work/checkpoint" > "$work/body"
awk -v name="$origin" '$1 == "—" && $2 == name { print $3; exit }' "$work/checkpoint" | base64 -d | tail -c 64 > "$work/signature"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/body" -sigfile "$work/signature"

# 三、封存记录、经手记录、原件、聊天摘录都在日志里，没有缺号
# 3. The seal, the custody history, the originals and the messages are in the log, without a gap.
python3 - <<'END'
import base64, hashlib, json, os, sys

def need(ok, what):
    if not ok:
        sys.exit("不符 / WRONG: " + what)

def sha(data):
    return hashlib.sha256(data).digest()

# RFC 6962 / RFC 9162, 2.1.3.2
def root_of(index, size, node, path):
    fn, sn = index, size - 1
    for other in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            node = sha(b"\1" + other + node)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = sha(b"\1" + node + other)
        fn, sn = fn >> 1, sn >> 1
    return node if sn == 0 else None

# RFC 9162, 2.1.4.2
def extends(first, old, second, new, path):
    if first == second:
        return not path and old == new
    if first & (first - 1) == 0:
        path = [old] + path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for other in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha(b"\1" + other + fr), sha(b"\1" + other + sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha(b"\1" + sr + other)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old and sr == new

def text(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()

def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)

def head(note):
    origin, size, root = note.split("\n")[:3]
    return int(size), base64.b64decode(root)

def hashes(list):
    return [base64.b64decode(item) for item in list]

def included(leaf, index, path, tree):
    return root_of(index, tree[0], sha(b"\0" + leaf), hashes(path)) == tree[1]

def opens(leaf, opening):
    committed = sha(b"yuanwei/commit/v1\0" + bytes.fromhex(opening["r"]) + sha(opening["payload"].encode()))
    return committed.hex() == json.loads(leaf)["c"]

proof, note = text("META-INF/dossier.tlog-proof").split("\n\n", 1)
proof = proof.split("\n")
at = 2 if proof[1].startswith("extra ") else 1
sealed_head = head(note)
seal = json.loads(text("META-INF/dossier-leaf.json"))
need(included(seal["leaf"].encode(), int(proof[at].split()[1]), proof[at + 1:], sealed_head), "seal not in the log")
need(opens(seal["leaf"], seal["opening"]), "seal opening")
detail = json.loads(seal["opening"]["payload"])["detail"]
need(detail["tagManifestSha256"] == sha(text("dossier/tagmanifest-sha256.txt").encode()).hex(), "tag manifest")

listed = {"tagmanifest-sha256.txt"}
for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
    listed |= {line.split("  ", 1)[1] for line in text("dossier/" + name).splitlines()}
for folder, _, names in os.walk("dossier"):
    for name in names:
        path = os.path.relpath(os.path.join(folder, name), "dossier").replace(os.sep, "/")
        need(path in listed, "file that is in no manifest: " + path)

bag_head = head(text("dossier/proofs/checkpoint"))
need(extends(*bag_head, *sealed_head, hashes(seal["consistency"])), "the log was not only appended to")
stream = json.loads(seal["leaf"])["s"]
added, imported, count = {}, {}, 0
for entry, proven in zip(lines("dossier/data/custody.jsonl"), lines("dossier/proofs/proofs.jsonl")):
    leaf = json.loads(entry["leaf"])
    where = "custody entry %d" % leaf["n"]
    need(leaf["s"] == stream and leaf["n"] == FIRST_NUMBER + count == proven["n"], where + ": gap")
    need(included(entry["leaf"].encode(), entry["index"], proven["path"], bag_head), where + ": not in the log")
    if entry["opening"]:
        need(opens(entry["leaf"], entry["opening"]), where + ": changed")
        payload = json.loads(entry["opening"]["payload"])
        if payload["word"] == "exhibit.added":
            added[leaf["n"]] = payload["detail"]
        if payload["word"] == "conversation.imported":
            imported[leaf["n"]] = payload["detail"]
    count += 1
need(count == detail["streamCount"], "custody entries are missing")
for entry in seal["between"]:
    leaf = json.loads(entry["leaf"])
    need(leaf["s"] == stream and leaf["n"] == FIRST_NUMBER + count, "entry while sealing: gap")
    need(included(entry["leaf"].encode(), entry["index"], entry["path"], sealed_head), "entry while sealing")
    count += 1
need(json.loads(seal["leaf"])["n"] == FIRST_NUMBER + count, "entries before the seal are missing")

index = json.loads(text("dossier/index.json"))
originals = messages = masked = 0
for exhibit in index["exhibits"]:
    if exhibit["path"]:
        digest = hashlib.sha256()
        with open("dossier/" + exhibit["path"], "rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                digest.update(piece)
        need(digest.hexdigest() == added[exhibit["entry"]]["sha256"], exhibit["path"])
        originals += 1
for conversation in index["conversations"]:
    path = "dossier/data/conversations/%02d/messages.jsonl" % conversation["number"]
    source = {item["importId"]: item for item in conversation["imports"]}
    for line in lines(path):
        where = "%s: message %d" % (path, line["thread"])
        if "r" in line:
            c = sha(b"yuanwei/message/v1\0" + bytes.fromhex(line["r"]) + sha(line["message"].encode()))
        else:
            c = bytes.fromhex(line["commitment"])
            masked += 1
        root = imported.get(source[line["import"]]["entry"])
        need(root and root["importId"] == line["import"], where + ": import hidden")
        tree = (root["messages"], bytes.fromhex(root["messageRoot"]))
        need(included(c, line["position"], line["path"], tree), where)
        messages += 1
print("OK: %d custody entries, %d originals, %d messages (%d masked)" % (count, originals, messages, masked))
END
echo '核验通过 / everything checked is good'
`

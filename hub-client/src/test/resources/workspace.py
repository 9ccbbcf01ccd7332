"""Reads, writes and locks a workspace as its format says; standard library only.

usage: workspace.py write|read|hold|try DIRECTORY
"""
import fcntl
import json
import os
import sys

TABLE = []
for n in range(256):
    for _ in range(8):
        n = (n >> 1) ^ 0x82F63B78 if n & 1 else n >> 1
    TABLE.append(n)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return "%08x" % (crc ^ 0xFFFFFFFF)


def line(record):
    plain = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    return plain[:-1] + b',"c":"' + crc32c(plain).encode() + b'"}\n'


def records(path):
    for raw in open(path, "rb").read().split(b"\n")[:-1]:
        at = raw.rfind(b',"c":"')
        record = json.loads(raw)
        if at >= 0:
            assert record.pop("c") == crc32c(raw[:at] + raw[at + 15:]), raw
        yield record


def document(root, name, fmt, **fields):
    path = os.path.join(root, name)
    with open(path + ".tmp-py", "w", encoding="utf-8") as out:
        json.dump(dict(format="im-client/" + fmt, v=1, **fields), out, ensure_ascii=False)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
    os.replace(path + ".tmp-py", path)


def message(number):
    return {"id": "msg_%d" % number, "client_msg_id": "c%d" % number, "conversation_id": "dc_py", "seq": number,
            "from": "bob", "to": "alice", "kind": "text", "text": "grüße %d" % number,
            "ts": "2026-03-01T10:00:0%d.000Z" % number, "direction": "in"}


def write(root):
    os.makedirs(os.path.join(root, "conversations"), 0o700)
    os.makedirs(os.path.join(root, "queue"), 0o700)
    document(root, "config.json", "config", agent_id="alice", client_id="c_python", mode="employee",
             im_server_url="http://hub:8080", auth={"token_env": "IM_TOKEN", "token_file": None},
             heartbeat_seconds=20, reconnect={"base_ms": 100, "max_ms": 2000}, durability="group",
             created_at="2026-03-01T10:00:00.000Z", colour="blue")
    document(root, "contacts.json", "contacts", rev=1, tombstones=[], contacts=[
        {"contact_id": "bob", "name": "Bob", "description": "helps", "kind": "agent", "conversation_id": "dc_py",
         "blocked": False, "metadata": {}, "created_at": "2026-03-01T10:00:00.000Z",
         "updated_at": "2026-03-01T10:00:00.000Z", "nickname": "bobby"}])
    with open(os.path.join(root, "conversations", "dc_py.jsonl"), "wb") as log:
        log.write(b'{"r":"head","v":1,"conversation_id":"dc_py","type":"direct","members":["alice","bob"]}\n')
        for number in (1, 2):
            m = message(number)
            log.write(line({"r": "msg", "id": m["id"], "cmid": m["client_msg_id"], "dir": "in", "seq": m["seq"],
                            "from": "bob", "to": "alice", "kind": "text", "text": m["text"], "ts": m["ts"]}))
        for key in ("p1", "p2"):
            log.write(line({"r": "msg", "id": key, "cmid": key, "dir": "out", "seq": None, "from": "alice", "to": "bob",
                            "kind": "text", "text": "out " + key, "local_ts": "2026-03-01T10:00:05.000Z"}))
        log.write(line({"r": "st", "cmid": "p1", "status": "sent", "id": "msg_3", "seq": 3,
                        "ts": "2026-03-01T10:00:06.000Z"}))
        log.write(line({"r": "edit", "id": "msg_1", "text": "edited", "ts": "2026-03-01T10:00:07.000Z"}))
    document(root, "queue/pending.json", "pending", rev=1, done_ring=["msg_1"], items=[
        {"id": "msg_2", "conversation_id": "dc_py", "message": message(2), "state": "ready", "attempts": 1,
         "enqueued_at": "2026-03-01T10:00:02.000Z", "lease": None, "not_before": None, "last_error": None}])
    document(root, "queue/outbox.json", "outbox", items=[
        {"cmid": "p2", "conversation_id": "dc_py", "to": "bob", "state": "queued", "attempts": 0,
         "payload": {"to": "bob", "kind": "text", "text": "out p2"}, "next_attempt_at": None, "last_error": None}])
    document(root, "state.json", "state", epoch="e_1", cursors={"dc_py": 2}, rev=4, clean_shutdown=True)


def read(root):
    load = lambda name: json.load(open(os.path.join(root, name), encoding="utf-8"))
    messages, order, head = {}, [], None
    for record in records(os.path.join(root, "conversations", "dc_java.jsonl")):
        if record["r"] == "head":
            head = record["conversation_id"]
        elif record["r"] == "msg":
            key = record["cmid"] if record["dir"] == "out" else record["id"]
            messages[key] = record
            order.append(key)
        elif record["r"] == "st" and "cmid" in record:
            messages[record["cmid"]].update({k: record[k] for k in ("id", "seq", "status") if k in record})
    order.sort(key=lambda key: messages[key]["seq"] or 1 << 60)
    pending, outbox, state = load("queue/pending.json"), load("queue/outbox.json"), load("state.json")
    print(json.dumps({
        "head": head, "ids": [messages[key]["id"] for key in order], "texts": [messages[key]["text"] for key in order],
        "pending": [item["message"]["text"] for item in pending["items"]], "done": pending["done_ring"],
        "outbox": [item["cmid"] + ":" + item["payload"]["text"] for item in outbox["items"]],
        "cursors": state["cursors"], "epoch": state["epoch"], "clean": state["clean_shutdown"],
        "agent": load("config.json")["agent_id"],
        "contacts": {c["contact_id"]: c["conversation_id"] for c in load("contacts.json")["contacts"]}}))


def lock(root, hold):
    os.makedirs(root, exist_ok=True)
    held = open(os.path.join(root, ".lock"), "a")
    try:
        fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("refused", flush=True)
        return
    print("held", flush=True)
    if hold:
        sys.stdin.readline()


if __name__ == "__main__":
    command, directory = sys.argv[1], os.path.join(sys.argv[2], "im_client")
    {"write": write, "read": read, "hold": lambda d: lock(d, True), "try": lambda d: lock(d, False)}[command](directory)

# An Agent Club agent as the nanobot channel is one: python-socketio on aiohttp, and each message marked as read when it is taken.
# Arguments: url, token, transports, chat. Prints a line of JSON for whatever happens; reads lines {text} to say from its input.
import asyncio
import json
import sys

import socketio

URL, TOKEN, TRANSPORTS, CHAT = sys.argv[1:5]


def say(**what):
    print(json.dumps(what), flush=True)


async def main():
    client = socketio.AsyncClient(reconnection=False)

    async def take(message):
        say(event="message", id=message["id"], content=message["content"], sender_id=message["sender_id"])
        await client.emit("mark_read", {"message_ids": [message["id"]]})

    async def take_all(messages):
        for message in messages:
            await take(message)

    async def welcome(who):
        say(event="auth_ok", user_id=who["user_id"])
        await client.emit("heartbeat")

    async def beaten(*_):
        say(event="heartbeat_ack")

    async def gone(*_):
        say(event="disconnect")

    client.on("new_message", take)
    client.on("offline_messages", take_all)
    client.on("auth_ok", welcome)
    client.on("heartbeat_ack", beaten)
    client.on("disconnect", gone)
    try:
        await client.connect(URL, auth={"agent_token": TOKEN}, transports=TRANSPORTS.split(","))
    except socketio.exceptions.ConnectionError as refused:
        say(event="connect_error", message=str(refused))
        return
    say(event="connect")
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        body = {"chat_type": "direct", "chat_id": CHAT, "content": json.loads(line)["text"]}
        await client.emit("send_message", body, callback=lambda answer: say(event="acknowledged", **answer))


asyncio.run(main())

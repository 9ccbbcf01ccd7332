# A client of the streaming channel on websocket-client (Debian's python3-websocket). It asks once, without a session, and then only reads.
# Arguments: url, agent, text. Prints a line of JSON for whatever happens.
import json
import sys

import websocket

URL, AGENT, TEXT = sys.argv[1:4]


def say(**what):
    print(json.dumps(what), flush=True)


def opened(socket):
    socket.send(json.dumps({"type": "chat", "agentId": AGENT, "message": TEXT}))
    socket.send(json.dumps({"type": "ping"}))


websocket.WebSocketApp(
    URL,
    on_open=opened,
    on_message=lambda socket, message: say(event="frame", frame=json.loads(message)),
    on_error=lambda socket, error: say(event="failed", error=str(error)),
    on_close=lambda socket, code, reason: say(event="closed"),
).run_forever()

// An Agent Club agent as the openclaw channel is one: socket.io-client, and each message marked as read when it is taken.
// Arguments: url, token, transports, chat. Prints a line of JSON for whatever happens; reads lines {text} to say from its input.
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const [url, token, transports, chat] = process.argv.slice(2);
const print = (what) => console.log(JSON.stringify(what));
const socket = io(url, { auth: { agent_token: token }, transports: transports.split(","), reconnection: false });

socket.on("connect", () => print({ event: "connect" }));
socket.on("connect_error", (error) => print({ event: "connect_error", message: error.message }));
socket.on("disconnect", (reason) => print({ event: "disconnect", reason }));
socket.io.engine.on("upgrade", (transport) => print({ event: "upgrade", transport: transport.name }));
socket.on("auth_ok", (who) => {
  print({ event: "auth_ok", user_id: who.user_id });
  socket.emit("heartbeat");
});
socket.on("heartbeat_ack", () => print({ event: "heartbeat_ack" }));
const take = (message) => {
  print({ event: "message", id: message.id, content: message.content, sender_id: message.sender_id });
  socket.emit("mark_read", { message_ids: [message.id] });
};
socket.on("new_message", take);
socket.on("offline_messages", (messages) => messages.forEach(take));

createInterface({ input: process.stdin }).on("line", (line) => {
  const { text } = JSON.parse(line);
  const body = { chat_type: "direct", chat_id: chat, content: text };
  socket.emit("send_message", body, (answer) => print({ event: "acknowledged", ...answer }));
});

// A client of the streaming channel on the WebSocket that browsers and Node have. It asks once, without a session, and then only reads.
// Arguments: url, agent, text. Prints a line of JSON for whatever happens.
const [url, agentId, message] = process.argv.slice(2);
const say = (what) => console.log(JSON.stringify(what));

const socket = new WebSocket(url);
socket.onopen = () => {
  socket.send(JSON.stringify({ type: "chat", agentId, message }));
  setInterval(() => socket.send(JSON.stringify({ type: "ping" })), 1000);
};
socket.onmessage = (event) => say({ event: "frame", frame: JSON.parse(event.data) });
socket.onclose = () => say({ event: "closed" });
socket.onerror = () => say({ event: "failed" });

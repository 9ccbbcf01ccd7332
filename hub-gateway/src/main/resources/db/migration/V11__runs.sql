-- What was asked of an agent in a session and is not answered yet, in the order in which it was asked. A row outlives its
-- run by a day, so that the same question, repeated, is recognised.

CREATE TABLE run (
    id              text COLLATE "C" PRIMARY KEY,
    conversation_id text COLLATE "C" NOT NULL,
    participant_id  text COLLATE "C" NOT NULL,
    agent_id        text COLLATE "C" NOT NULL,
    prompt          text NOT NULL,
    metadata        text,
    state           text NOT NULL,
    -- The order in its session.
    position        bigint GENERATED ALWAYS AS IDENTITY,
    -- The gateway that asked the agent and watches over the answer.
    keeper_id       text COLLATE "C" NOT NULL,
    -- Where the question stands in the log; null until the log has it.
    prompt_seq      bigint,
    outcome         text,
    asked_at        timestamptz NOT NULL,
    begun_at        timestamptz,
    ended_at        timestamptz
);

-- One run of a session at a time, whichever gateway asks.
CREATE UNIQUE INDEX run_active ON run (conversation_id) WHERE state = 'active';
CREATE INDEX run_open ON run (conversation_id, position) WHERE state <> 'ended';
CREATE INDEX run_kept ON run (keeper_id) WHERE state = 'active';
CREATE INDEX run_ended ON run (ended_at) WHERE state = 'ended';

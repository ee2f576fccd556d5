-- One row a call. The columns are what is asked for most; "record" is all of it (its "v" is the version of its schema).
create table earshot_calls (
    call_id         text primary key,
    sip_call_id     text not null,
    livekit_call_id text,
    trace_id        text,
    mode            text not null,
    trunk           text not null,
    from_uri        text not null,
    to_uri          text not null,
    room            text,
    node            text,
    started_at      timestamptz not null,
    answered_at     timestamptz,
    ended_at        timestamptz not null,
    end_reason      text,
    ended_by        text,
    sip_status      integer,
    q850            integer,
    codec           text,
    mos_received    real,
    mos_sent        real,
    turns           integer not null,
    interruptions   integer not null,
    record          jsonb not null,
    inserted_at     timestamptz not null default now()
);
create index earshot_calls_started on earshot_calls (started_at);
create index earshot_calls_from on earshot_calls (from_uri, started_at);
create index earshot_calls_to on earshot_calls (to_uri, started_at);
create index earshot_calls_reason on earshot_calls (end_reason, started_at);
create index earshot_calls_sip on earshot_calls (sip_call_id);

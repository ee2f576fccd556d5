package io.earshot.bridge.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.bridge.config.PostgresConfig;
import io.earshot.bridge.delivery.Entry;
import io.earshot.bridge.delivery.Receiver;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the record of each ended call, one row a call, over one connection that is opened anew when it was lost. A record that is
 * there already changes nothing, so that bringing one twice is harmless. Confined to the feed's thread.
 */
public final class PostgresReceiver implements Receiver {
    private static final String INSERT = """
            insert into earshot_calls (call_id, sip_call_id, livekit_call_id, trace_id, mode, trunk, from_uri, to_uri, room, node,
              started_at, answered_at, ended_at, end_reason, ended_by, sip_status, q850, codec, mos_received, mos_sent,
              turns, interruptions, record)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            on conflict (call_id) do nothing""";

    private final PostgresConfig config;
    private @Nullable Connection connection;

    public PostgresReceiver(PostgresConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Verdict take(Entry entry) {
        if (!entry.event().equals("ended")) {
            return new Verdict.Passed();
        }
        try {
            insert(connected(), entry);
            return new Verdict.Taken();
        } catch (SQLException e) {
            return judge(e);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException gone) {
                // closed by the other side
            }
            connection = null;
        }
    }

    /** Classes 22 and 23 of SQLSTATE are about the row; anything else is about the database, its tables or the way there. */
    private Verdict judge(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String why = "PostgreSQL: " + state + " " + withoutPassword(firstLine(e.getMessage()));
        if (state.startsWith("22") || state.startsWith("23")) {
            return new Verdict.Refused(why);
        }
        close();
        return new Verdict.Unavailable(why);
    }

    /** A server, or what stands before it, may say back what it was sent. */
    private String withoutPassword(String said) {
        return config.password().isPresent() ? said.replace(config.password().reveal(), "[password hidden]") : said;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private Connection connected() throws SQLException {
        if (connection != null) {
            return connection;
        }
        Properties properties = new Properties();
        String seconds = Long.toString(config.timeout().toSeconds());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "earshot");
        if (!config.user().isEmpty()) {
            properties.setProperty("user", config.user());
        }
        if (config.password().isPresent()) {
            properties.setProperty("password", config.password().reveal());
        }
        Connection opened = DriverManager.getConnection(config.url(), properties);
        try {
            Migrations.run(opened);
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
        connection = opened;
        return opened;
    }

    private static void insert(Connection database, Entry entry) throws SQLException {
        JsonNode record = entry.record();
        Instant started = Instant.parse(record.path("startedAt").asText());
        try (PreparedStatement row = database.prepareStatement(INSERT)) {
            row.setString(1, entry.callId());
            row.setString(2, record.path("sipCallId").asText());
            row.setString(3, text(record, "livekitCallId"));
            row.setString(4, text(record, "traceId"));
            row.setString(5, record.path("mode").asText());
            row.setString(6, record.path("trunk").asText());
            row.setString(7, record.path("from").asText());
            row.setString(8, record.path("to").asText());
            row.setString(9, text(record, "room"));
            row.setString(10, text(record.path("origin"), "node"));
            row.setObject(11, started.atOffset(ZoneOffset.UTC));
            row.setObject(12, after(started, record.path("answeredMs")));
            row.setObject(13, entry.at().atOffset(ZoneOffset.UTC));
            row.setString(14, text(record.path("end"), "reason"));
            row.setString(15, text(record.path("end"), "by"));
            row.setObject(16, whole(record.path("end").path("sipStatus")), Types.INTEGER);
            row.setObject(17, whole(record.path("end").path("q850")), Types.INTEGER);
            row.setString(18, text(record, "codec"));
            row.setObject(19, real(record.path("quality").path("received").path("mos")), Types.REAL);
            row.setObject(20, real(record.path("quality").path("sent").path("mos")), Types.REAL);
            row.setInt(21, record.path("turns").size());
            row.setInt(22, interruptions(record.path("bargeIns")));
            row.setString(23, record.toString());
            row.executeUpdate();
        }
    }

    private static int interruptions(JsonNode bargeIns) {
        int meant = 0;
        for (JsonNode bargeIn : bargeIns) {
            meant += bargeIn.path("confirmed").asBoolean() ? 1 : 0;
        }
        return meant;
    }

    private static @Nullable OffsetDateTime after(Instant started, JsonNode ms) {
        return ms.isNumber() ? started.plusNanos((long) (ms.asDouble() * 1e6)).atOffset(ZoneOffset.UTC) : null;
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.asText() : null;
    }

    private static @Nullable Integer whole(JsonNode value) {
        return value.isNumber() ? value.asInt() : null;
    }

    private static @Nullable Float real(JsonNode value) {
        return value.isNumber() ? value.floatValue() : null;
    }
}

package io.earshot.bridge.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings the database's tables to what this version needs: each script once, in order, all within one transaction and under a lock,
 * so that nodes that start together do not meet. The table {@code earshot_schema} tells which were run. Stateless.
 */
final class Migrations {
    private static final List<String> SCRIPTS = List.of("V1__calls.sql");
    /** Any number that others of the database do not use: "earshot" in a telephone's letters. */
    private static final long LOCK = 3_277_468L;

    private Migrations() {}

    static void run(Connection database) throws SQLException {
        database.setAutoCommit(false);
        try (Statement sql = database.createStatement()) {
            sql.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            sql.execute(
                    "create table if not exists earshot_schema ("
                            + "version integer primary key, script text not null, applied_at timestamptz not null default now())");
            int done = version(sql);
            for (int version = done + 1; version <= SCRIPTS.size(); version++) {
                String script = SCRIPTS.get(version - 1);
                sql.execute(read(script));
                note(database, version, script);
            }
            database.commit();
        } catch (SQLException | RuntimeException e) {
            database.rollback();
            throw e;
        } finally {
            database.setAutoCommit(true);
        }
    }

    private static int version(Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery("select coalesce(max(version), 0) from earshot_schema")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void note(Connection database, int version, String script) throws SQLException {
        try (PreparedStatement insert =
                database.prepareStatement("insert into earshot_schema (version, script) values (?, ?)")) {
            insert.setInt(1, version);
            insert.setString(2, script);
            insert.executeUpdate();
        }
    }

    private static String read(String script) {
        try (InputStream in = Migrations.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException(script + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(script + " cannot be read", e);
        }
    }
}

package io.earshot.tools.doctor;

import io.earshot.bridge.config.Secret;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Redis and how it is asked. Immutable; prints no password.
 *
 * @param owner whose it is, for people
 * @param host name or address
 * @param port its port
 * @param user its user, or empty
 * @param password its password
 * @param database number of the database
 * @param secure whether it is asked under TLS
 */
record RedisPlace(String owner, String host, int port, String user, Secret password, int database, boolean secure) {
    private static final int USUAL_PORT = 6_379;

    /** The one that a YAML of LiveKit's names; empty where it names none, or a cluster or sentinels. */
    static Optional<RedisPlace> of(String owner, @Nullable PeerYaml yaml) {
        String address = yaml == null ? "" : yaml.text("redis", "address");
        if (yaml == null || address.isEmpty()) {
            return Optional.empty();
        }
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        boolean named = colon >= 0 && port.matches("\\d{1,5}");
        String database = yaml.text("redis", "db");
        boolean secure = yaml.text("redis", "use_tls").equals("true")
                || yaml.text("redis", "tls", "enabled").equals("true");
        return Optional.of(new RedisPlace(
                owner,
                named ? address.substring(0, colon) : address,
                named ? Integer.parseInt(port) : USUAL_PORT,
                yaml.text("redis", "username"),
                new Secret(yaml.text("redis", "password")),
                database.matches("\\d{1,5}") ? Integer.parseInt(database) : 0,
                secure));
    }

    /** The one of {@code --redis}, with the environment's user and password. */
    static Optional<RedisPlace> of(@Nullable String url, Map<String, String> environment) {
        if (url == null || !url.matches("(?i)rediss?://[^@/]+(?:/\\d{0,5})?")) {
            return Optional.empty();
        }
        URI address = URI.create(url);
        String path = address.getPath() == null ? "" : address.getPath().replace("/", "");
        return Optional.ofNullable(address.getHost())
                .map(host -> new RedisPlace(
                        "--redis",
                        host,
                        address.getPort() < 0 ? USUAL_PORT : address.getPort(),
                        environment.getOrDefault("REDIS_USERNAME", ""),
                        new Secret(environment.getOrDefault("REDIS_PASSWORD", "")),
                        path.isEmpty() ? 0 : Integer.parseInt(path),
                        address.getScheme().equalsIgnoreCase("rediss")));
    }

    /** One for those that are asked in the same way, told as that of all who use it. */
    static List<RedisPlace> merged(Collection<RedisPlace> places) {
        Map<RedisPlace, String> owners = new LinkedHashMap<>();
        places.forEach(each -> owners.merge(each.of(""), each.owner, (one, other) -> one + " and " + other));
        return owners.entrySet().stream()
                .map(each -> each.getKey().of(each.getValue()))
                .toList();
    }

    private RedisPlace of(String whose) {
        return new RedisPlace(whose, host, port, user, password, database, secure);
    }

    /** Host and port. */
    String place() {
        return host + ":" + port;
    }
}

package io.earshot.bridge.reload;

import io.earshot.bridge.config.ConfigFault;
import io.earshot.bridge.config.ConfigSource;
import io.earshot.bridge.config.ConfigText;
import io.earshot.bridge.config.KeyChange;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.ReloadReport;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.http.Json;
import io.earshot.bridge.vendor.KeyCheck;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /v1/admin/config} shows the configuration in force, {@code POST /v1/admin/reload} reads it again. Secrets are shown as
 * {@code ***}. Thread-safe because its parts are.
 */
final class AdminResource implements HttpResource {
    private final LiveConfig live;
    private final ConfigSource source;
    private final Reloader reloader;
    private final KeyCheck keys;

    AdminResource(LiveConfig live, ConfigSource source, Reloader reloader, KeyCheck keys) {
        this.live = live;
        this.source = source;
        this.reloader = reloader;
        this.keys = keys;
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body) {
        return answer(method, path, body, _ -> null);
    }

    @Override
    public HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        return switch (path) {
            case "/config" -> Json.get(method, () -> Json.answer(200, shown()));
            case "/reload" -> reload(method, headers);
            default -> HttpAnswer.text(404, "there are config and reload");
        };
    }

    private HttpAnswer reload(String method, Headers headers) {
        if (!method.equals("POST")) {
            return HttpAnswer.text(405, "only POST reloads").with("Allow", "POST");
        }
        if (headers.value("Origin") != null) {
            return HttpAnswer.text(403, "not from a web page");
        }
        ReloadReport report = reloader.reload(Trigger.REQUEST);
        return Json.answer(report.outcome() == ReloadReport.Outcome.REFUSED ? 422 : 200, told(report));
    }

    private Map<String, Object> shown() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("inForceSince", reloader.inForceSince().toString());
        view.put("valid", reloader.faults().isEmpty());
        view.put("faults", faults(reloader.faults()));
        view.put("pending", changes(live.pending()));
        view.put("warnings", keys.warnings());
        view.put("keysAreChecked", keys.asking());
        view.put("files", source.files().stream().map(Path::toString).toList());
        view.put("config", ConfigText.tree(live.now()));
        return view;
    }

    private Map<String, Object> told(ReloadReport report) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("outcome", Reloader.label(report.outcome()));
        view.put("changed", changes(report.changes()));
        view.put("pending", changes(report.pending()));
        view.put("faults", faults(report.faults()));
        view.put("warnings", keys.warnings());
        view.put("keysAreChecked", keys.asking());
        return view;
    }

    private static List<Map<String, String>> changes(List<KeyChange> changes) {
        return changes.stream().map(AdminResource::change).toList();
    }

    private static Map<String, String> change(KeyChange change) {
        Map<String, String> view = new LinkedHashMap<>();
        view.put("key", change.key());
        if (!change.from().equals(change.to())) {
            view.put("from", change.from());
            view.put("to", change.to());
        }
        view.put("inForce", change.inForce() ? "new calls" : "after a restart");
        if (!change.inForce()) {
            view.put("reason", change.restart());
        }
        return view;
    }

    private static List<Map<String, String>> faults(List<ConfigFault> faults) {
        return faults.stream()
                .map(fault -> Map.of("where", fault.where(), "key", fault.key(), "problem", fault.problem()))
                .toList();
    }
}

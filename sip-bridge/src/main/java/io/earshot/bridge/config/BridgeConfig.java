package io.earshot.bridge.config;

import io.earshot.ai.agent.AgentConfig;
import io.earshot.sip.SipConfig;
import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsKeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that can be configured, by section. {@code earshot.yaml} beside this module's README documents every key.
 * Immutable.
 *
 * @param sip SIP listener
 * @param media RTP and codecs
 * @param http HTTP listener
 * @param calls which calls are taken
 * @param agent how the agent behaves
 * @param vad voice activity detection
 * @param stt recognisers
 * @param llm language models
 * @param tts voices
 * @param fallback how providers stand in for each other
 * @param keys the vendors' keys
 * @param latency latency histograms on disk
 * @param records records of ended calls
 * @param livekit LiveKit and what the bridge does in its rooms
 * @param routing which way each call goes
 * @param gateway calls that Earshot joins to LiveKit rooms
 * @param guard who may call, how much, and whom the bridge may call
 * @param log the process's log
 * @param traces traces of calls for OpenTelemetry
 * @param hep copies of signalling and quality for Homer
 * @param capture packet captures of single calls
 * @param recording stereo recordings of calls
 * @param reload how a changed configuration is noticed
 * @param overload when new calls are refused because running ones would suffer
 * @param outbound calls that the bridge places
 */
public record BridgeConfig(
        @AtRestart(
                value = "the SIP listener is opened once",
                except = {
                    "tls.certificate",
                    "tls.key",
                    "tls.key_password",
                    "tls.minimum",
                    "tls.client_certificates",
                    "tls.client_ca",
                    "tls.client_names",
                    "tls.server_check",
                    "tls.server_ca",
                    "tls.handshake_timeout",
                    "tls.max_handshakes",
                    "tls.handshakes_per_source"
                })
        SipConfig sip,

        MediaConfig media,

        @AtRestart(value = "the HTTP listener is opened once", except = "tokens")
        HttpConfig http,

        CallsConfig calls,
        AgentConfig agent,
        VadConfig vad,
        SttConfig stt,
        LlmConfig llm,
        TtsConfig tts,
        FallbackConfig fallback,
        KeysConfig keys,
        @AtRestart("the log of latencies is opened once") LatencyConfig latency,
        @AtRestart("the file of records is opened once") RecordsConfig records,
        LiveKitConfig livekit,
        RoutingConfig routing,
        GatewayConfig gateway,
        GuardConfig guard,
        LogConfig log,
        @AtRestart("the exporter is started once") TracesConfig traces,
        @AtRestart("the sender is started once") HepConfig hep,

        @AtRestart(
                value = "the writer is started once",
                except = {"rules", "max_time", "max_calls", "flight_calls", "bad_mos"})
        CaptureConfig capture,

        @AtRestart("the writer is started once") RecordingConfig recording,

        ReloadConfig reload,
        OverloadConfig overload,
        OutboundConfig outbound)
        implements Checked {
    @Override
    public List<ConfigFault> faults() {
        List<ConfigFault> faults = new ArrayList<>(livekit.faults());
        faults.addAll(files("sip.tls", sip.tls()));
        if (http.tls().given()) {
            faults.addAll(files("http.tls", http.tls().config()));
        }
        return faults;
    }

    private static List<ConfigFault> files(String section, TlsConfig tls) {
        return TlsKeeper.faults(tls).stream()
                .map(fault ->
                        new ConfigFault("(files of " + section + ")", section + "." + fault.setting(), fault.reason()))
                .toList();
    }

    public BridgeConfig {
        if (routing.asksLiveKit() && !livekit.configured()) {
            throw new IllegalArgumentException(
                    "routing needs LiveKit (mode gateway, or routes by trunk or rule), so livekit.url must be given");
        }
        if (gateway.dispatch() == GatewayConfig.Dispatch.TEMPLATE
                && routing.routes().stream().anyMatch(RouteConfig::asksLiveKit)) {
            throw new IllegalArgumentException("routes by trunk or rule need gateway.dispatch livekit");
        }
        if (sip.tls().clientCertificates() == TlsConfig.ClientCertificates.NONE
                && guard.trunks().stream().anyMatch(trunk -> !trunk.tlsNames().isEmpty())) {
            throw new IllegalArgumentException(
                    "tls_names of guard.trunks need sip.tls.client_certificates wanted or required");
        }
    }

    /** The defaults of every section; keys come from the environment. */
    public static BridgeConfig defaults(Map<String, String> environment) {
        return new BridgeConfig(
                SipConfig.loopback().withAddress("127.0.0.1", 5060, 5060),
                MediaConfig.defaults(),
                HttpConfig.defaults(),
                CallsConfig.defaults(),
                AgentConfig.defaults(),
                VadConfig.defaults(),
                SttConfig.defaults(),
                LlmConfig.defaults(),
                TtsConfig.defaults(),
                FallbackConfig.defaults(),
                KeysConfig.from(environment),
                LatencyConfig.defaults(),
                RecordsConfig.defaults(),
                LiveKitConfig.from(environment),
                RoutingConfig.defaults(),
                GatewayConfig.defaults(),
                GuardConfig.defaults(),
                LogConfig.from(environment),
                TracesConfig.from(environment),
                HepConfig.defaults(),
                CaptureConfig.defaults(),
                RecordingConfig.defaults(),
                ReloadConfig.defaults(),
                OverloadConfig.defaults(),
                OutboundConfig.defaults());
    }

    /** Whether an agent of ours ever talks: without one, no provider is needed. */
    public boolean needsAgent() {
        return routing.uses(RouteMode.DIRECT)
                || gateway.agent()
                || !outbound.trunks().isEmpty()
                || livekit.room().start() != RoomModeConfig.Start.OFF;
    }
}

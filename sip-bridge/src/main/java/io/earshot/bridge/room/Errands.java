package io.earshot.bridge.room;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitSip.TransferSIPParticipantRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be asked of the server about rooms, each on a virtual thread of its own; there are no more of them than calls begin and end.
 * Thread-safe because the client is.
 */
final class Errands implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Errands.class);
    private static final int LONGEST_CLOSE_S = 5;

    private final LiveKitApi api;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Something that the server may refuse. */
    interface Errand {
        void run() throws ApiException;
    }

    Errands(LiveKitApi api) {
        this.api = api;
    }

    /** Runs an errand behind; what goes wrong is logged under its name. */
    void run(String name, Errand errand) {
        try {
            threads.execute(() -> {
                try {
                    errand.run();
                } catch (ApiException refused) {
                    log.warn("could not {}: {}", name, refused.getMessage());
                } catch (RuntimeException bug) {
                    log.error("{} failed", name, bug);
                }
            });
        } catch (RejectedExecutionException closed) {
            log.warn("not done any more: {}", name);
        }
    }

    List<ParticipantInfo> participants(String room) throws ApiException {
        return api.participants().list(room);
    }

    void remove(String room, String identity) throws ApiException {
        api.participants().remove(room, identity);
    }

    void deleteRoom(String room) throws ApiException {
        api.rooms().delete(room);
    }

    /** Transfers a caller; why it was refused, or an empty text. */
    String transfer(String room, String identity, String uri) {
        try {
            api.sip()
                    .transfer(TransferSIPParticipantRequest.newBuilder()
                            .setRoomName(room)
                            .setParticipantIdentity(identity)
                            .setTransferTo(uri)
                            .build());
            return "";
        } catch (ApiException refused) {
            log.warn("transfer refused: {}", refused.getMessage());
            return "the telephone network refused it";
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_CLOSE_S, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

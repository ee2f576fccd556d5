package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import java.nio.file.Path;
import java.util.Map;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import livekit.LivekitSip.SIPParticipantInfo;
import livekit.LivekitSip.TransferSIPParticipantRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Participants that are telephone calls through livekit-sip. */
final class SipParticipantCommands {
    private SipParticipantCommands() {}

    /** {@code participants create}. */
    @Command(name = "create", description = "Calls a number through livekit-sip and brings it into a room.")
    static final class Create extends LiveKitCommand {
        @Option(names = "--trunk", paramLabel = "ID", description = "Outbound trunk.")
        private @Nullable String trunk;

        @Option(names = "--to", paramLabel = "NUMBER", description = "Number to call.")
        private @Nullable String to;

        @Option(names = "--room", paramLabel = "ROOM", description = "Room that the call goes into.")
        private @Nullable String room;

        @Option(names = "--from", paramLabel = "NUMBER", description = "Caller's number. Default: the trunk's.")
        private @Nullable String from;

        @Option(names = "--identity", paramLabel = "IDENTITY", description = "Identity in the room.")
        private @Nullable String identity;

        @Option(names = "--name", paramLabel = "NAME", description = "Name in the room.")
        private @Nullable String name;

        @Option(names = "--attribute", paramLabel = "KEY=VALUE", description = "Attribute; may be repeated.")
        private Map<String, String> attributes = Map.of();

        @Option(names = "--header", paramLabel = "NAME=VALUE", description = "SIP header; may be repeated.")
        private Map<String, String> headers = Map.of();

        @Option(names = "--dtmf", paramLabel = "DIGITS", description = "Keys to press after the answer; w waits 0.5 s.")
        private @Nullable String dtmf;

        @Option(names = "--ringing-timeout", paramLabel = "S", description = "Longest time to ring.")
        private @Nullable Integer ringing;

        @Option(names = "--max-duration", paramLabel = "S", description = "Longest call.")
        private @Nullable Integer longest;

        @Option(names = "--dialtone", description = "Let the room hear the ringing.")
        private boolean dialtone;

        @Option(names = "--wait", description = "Return when the call is answered or refused.")
        private boolean wait;

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "JSON of a CreateSIPParticipantRequest; options go before it.")
        private @Nullable Path file;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            CreateSIPParticipantRequest request = request();
            SIPParticipantInfo info = api.sip().dial(request);
            out.result(
                    info,
                    info.getParticipantIdentity() + " is in room " + info.getRoomName() + ", call "
                            + info.getSipCallId() + (request.getWaitUntilAnswered() ? ", answered." : ", dialling."));
            return 0;
        }

        private CreateSIPParticipantRequest request() {
            CreateSIPParticipantRequest.Builder request = CreateSIPParticipantRequest.newBuilder();
            Flags.file(this, file, "request", request);
            Flags.set(trunk, request::setSipTrunkId);
            Flags.set(to, request::setSipCallTo);
            Flags.set(room, request::setRoomName);
            Flags.set(from, request::setSipNumber);
            Flags.set(identity, request::setParticipantIdentity);
            Flags.set(name, request::setParticipantName);
            Flags.set(dtmf, request::setDtmf);
            Flags.set(ringing, it -> request.setRingingTimeout(Words.seconds(it)));
            Flags.set(longest, it -> request.setMaxCallDuration(Words.seconds(it)));
            request.putAllParticipantAttributes(attributes).putAllHeaders(headers);
            request.setPlayDialtone(dialtone || request.getPlayDialtone());
            request.setWaitUntilAnswered(wait || request.getWaitUntilAnswered());
            return checked(request);
        }

        private CreateSIPParticipantRequest checked(CreateSIPParticipantRequest.Builder request) {
            boolean somewhere = !request.getSipTrunkId().isEmpty() || request.hasTrunk();
            if (!somewhere
                    || request.getSipCallTo().isEmpty()
                    || request.getRoomName().isEmpty()) {
                throw wrong("--trunk, --to and --room are needed, as options or in the file");
            }
            return request.build();
        }
    }

    /** {@code participants transfer}. */
    @Command(name = "transfer", description = "Transfers a telephone call to somebody else (REFER) and waits for it.")
    static final class Transfer extends ParticipantsCommand.OfOne {
        @Parameters(index = "2", paramLabel = "URI", description = "tel:+15550100 or sip:USER@HOST.")
        private String target;

        @Option(names = "--dialtone", description = "Let the caller hear the ringing.")
        private boolean dialtone;

        @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Header of the REFER; may be repeated.")
        private Map<String, String> headers = Map.of();

        @Option(names = "--ringing-timeout", paramLabel = "S", description = "Longest time for the other to answer.")
        private @Nullable Integer ringing;

        @Override
        int run(LiveKitApi api, Output out) throws ApiException {
            TransferSIPParticipantRequest.Builder request = TransferSIPParticipantRequest.newBuilder()
                    .setRoomName(room)
                    .setParticipantIdentity(identity)
                    .setTransferTo(target)
                    .setPlayDialtone(dialtone)
                    .putAllHeaders(headers);
            Flags.set(ringing, it -> request.setRingingTimeout(Words.seconds(it)));
            api.sip().transfer(request.build());
            out.done(identity + " is transferred to " + target + ".");
            return 0;
        }
    }
}

package io.earshot.sip.transport;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.RequestLineParser;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;

/** JAIN-SIP's parser, making requests of our kind. Confined to one parse. */
final class RequestParser extends StringMsgParser {

    @Override
    protected SIPMessage processFirstLine(String line, ParseExceptionListener faults, byte[] message)
            throws ParseException {
        if (line.startsWith("SIP/2.0")) {
            return super.processFirstLine(line, faults, message);
        }
        ReceivedRequest request = new ReceivedRequest();
        request.setRequestLine(new RequestLineParser(line + "\n").parse());
        return request;
    }
}

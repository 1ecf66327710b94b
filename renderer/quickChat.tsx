import { openWindow } from './frame/openWindow.tsx';
import { ChatSession } from './windows/chat/session/ChatSession.tsx';
import { QuickChatWindow } from './windows/quickChat/QuickChatWindow.tsx';

void openWindow(
  <ChatSession>
    <QuickChatWindow />
  </ChatSession>,
);

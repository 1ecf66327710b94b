import { AppFrame } from './frame/AppFrame.tsx';
import { openWindow } from './frame/openWindow.tsx';

void openWindow(<AppFrame />);
